package io.tocsin.processor.core.anomaly.multi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MultiMetricCodecTest {

    private static final MultiMetricSettings ALL = new MultiMetricSettings(EnumSet.allOf(MultiDetector.class), 0.5);

    @Property(tries = 25)
    void goesOnAfterBeingStoredLikeOneThatStayed(
            @ForAll @IntRange(min = 0, max = 700) int storedAt,
            @ForAll @IntRange(min = 2, max = 90) int metrics,
            @ForAll @IntRange(min = 1, max = 63) int detectors,
            @ForAll long seed) {
        EnumSet<MultiDetector> chosen = EnumSet.noneOf(MultiDetector.class);
        for (MultiDetector detector : MultiDetector.values()) {
            if ((detectors >> detector.ordinal() & 1) == 1) {
                chosen.add(detector);
            }
        }
        MultiMetricSettings settings = new MultiMetricSettings(chosen, 0.5);
        MultiMetricModel stayed = new MultiMetricModel();
        MultiMetricModel stored = new MultiMetricModel();
        Fleet one = new Fleet(seed, metrics);
        Fleet other = new Fleet(seed, metrics);
        for (int t = 0; t < 800; t++) {
            if (t == storedAt) {
                stored = read(bytes(stored));
            }
            int now = t;
            Fleet.Twist twist =
                    (metric, value) -> metric == now % 97 ? Double.NaN : now > 500 && metric == 1 ? value + now : value;
            assertEquals(one.step(stayed, settings, twist), other.step(stored, settings, twist));
        }
        assertArrayEquals(bytes(stayed), bytes(stored));
    }

    @Test
    void detectorsMayBeSwitchedOnAndOff() {
        MultiMetricModel model = new MultiMetricModel();
        Fleet fleet = new Fleet(5, 10);
        int plain = 0;
        for (MultiMetricSettings settings : new MultiMetricSettings[] {
            new MultiMetricSettings(EnumSet.of(MultiDetector.LEVEL), 0.5),
            ALL,
            new MultiMetricSettings(EnumSet.of(MultiDetector.LEVEL), 0.5)
        }) {
            fleet.ordinary(model, settings, 500);
            model = read(bytes(model));
            plain = plain == 0 ? model.approximateBytes() : plain;
        }
        assertTrue(model.approximateBytes() <= plain, "what no detector needs is let go");
    }

    @Test
    void refusesWhatItDidNotWrite() {
        MultiMetricModel model = new MultiMetricModel();
        new Fleet(1, 6).ordinary(model, ALL, 300);
        byte[] bytes = bytes(model);
        for (int length = 0; length < bytes.length; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(CorruptStateException.class, () -> read(cut));
        }
        Random random = new Random(2);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                // What can be read can be used.
                MultiMetricVerdict verdict = new Fleet(1, 6).step(read(damaged), ALL);
                assertTrue(verdict.score() >= 0 && verdict.score() <= 1, "score " + verdict.score());
            } catch (CorruptStateException e) {
                assertTrue(e.getMessage().length() > 5);
            }
        }
    }

    private static byte[] bytes(MultiMetricModel model) {
        ByteWriter writer = new ByteWriter(1024);
        model.writeTo(writer);
        return writer.toBytes();
    }

    private static MultiMetricModel read(byte[] bytes) {
        ByteReader reader = new ByteReader().reset(bytes);
        MultiMetricModel model = MultiMetricModel.readFrom(reader);
        reader.requireEnd();
        return model;
    }
}
