package io.tocsin.processor.core.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SeriesDetectorTest {

    private static final long START = 1_767_225_600_000L;
    private static final long STEP = 300_000;
    private static final int DAY = 288;

    private final SplittableRandom random = new SplittableRandom(7);
    private final SeriesDetector detector = new SeriesDetector();
    private int at;

    @Test
    void aSpikeIsUnusualAndNoiseIsNot() {
        double worst = worst(10 * DAY, i -> 50 + noise(2));
        assertThat(next(90)).isGreaterThan(0.95).isGreaterThan(worst);
        assertThat(detector.isAbove()).isTrue();
        assertThat(detector.expected()).isBetween(47.0, 53.0);
        assertThat(detector.upper()).isLessThan(70);
        assertThat(detector.lower()).isGreaterThan(30);
        assertThat(worst).isLessThan(0.9);
    }

    @Test
    void whatIsUsualForItsTimeIsNotUnusual() {
        double worst = worst(10 * DAY, i -> season(i) + noise(1));
        int night = 3 * 12;
        while (at % DAY != night) {
            worst = Math.max(worst, next(season(at) + noise(1)));
        }
        assertThat(worst).isLessThan(0.9);

        double score = next(season(at + DAY / 2));

        assertThat(score).isGreaterThan(0.9);
    }

    @Test
    void aDayThatDoesNotHappenIsToldAlthoughItsValuesAreNotNew() {
        worst(10 * DAY, i -> season(i) + noise(1));
        double worst = 0;
        for (int i = 0; i < DAY; i++) {
            worst = Math.max(worst, next(20 + noise(1)));
        }
        assertThat(worst).isGreaterThan(0.7);
    }

    @Test
    void aShiftOfLevelIsToldAtOnceAndThenGotUsedTo() {
        worst(10 * DAY, i -> 50 + noise(2));
        int told = 0;
        int first = -1;
        for (int i = 0; i < 3 * DAY; i++) {
            if (next(80 + noise(2)) > 0.8) {
                told++;
                first = first < 0 ? i : first;
            }
        }
        assertThat(first).isZero();
        assertThat(told).isLessThanOrEqualTo(4);
        assertThat(worst(2 * DAY, i -> 80 + noise(2))).isLessThan(0.8);
    }

    @Test
    void moreVarianceIsTold() {
        worst(10 * DAY, i -> 50 + noise(2));

        assertThat(worst(DAY, i -> 50 + noise(10))).isGreaterThan(0.8);
    }

    @Test
    void anEchoOfAnOutlierOnTheNextDayIsNone() {
        worst(10 * DAY, i -> 50 + noise(2));
        next(500);
        double worst = worst(DAY + 12, i -> 50 + noise(2));

        assertThat(worst).isLessThan(0.7);
    }

    @Test
    void theSameAtHalfTheCadenceIsAsUnusual() {
        SeriesDetector slow = new SeriesDetector();
        double worst = 0;
        for (int i = 0; i < 20 * 24; i++) {
            worst = Math.max(worst, slow.step(START + i * 3_600_000L, season(i * 12) + noise(1)));
        }
        assertThat(worst).isLessThan(0.95);
        assertThat(slow.step(START + 480 * 3_600_000L, 200)).isGreaterThan(0.95);
        assertThat(slow.cadence()).isEqualTo(3_600_000);
    }

    @Test
    void twoConstantSeriesAreQuiet() {
        for (double value : new double[] {0, 42, -1e300, 1e-300}) {
            SeriesDetector constant = new SeriesDetector();
            for (int i = 0; i < 2_000; i++) {
                assertThat(constant.step(START + i * STEP, value)).isZero();
            }
        }
    }

    @Property(tries = 30)
    void aDetectorThatWasWrittenAndReadGoesOnTheSame(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        SplittableRandom each = new SplittableRandom(seed);
        SeriesDetector stays = new SeriesDetector();
        SeriesDetector moves = new SeriesDetector();
        double scale = Math.exp(each.nextDouble(-200, 80));
        long time = START;
        for (int i = 0; i < 700; i++) {
            // Time stands still, jumps and goes back.
            time += each.nextLong(-STEP, 3 * STEP) + (each.nextInt(100) == 0 ? 7 * 86_400_000L : 0);
            double value = scale * (each.nextInt(3) == 0 ? 0 : each.nextDouble() / each.nextDouble());
            double score = stays.step(time, value);
            assertThat(score).isBetween(0.0, 1.0).isEqualTo(moves.step(time, value));
            if (each.nextInt(50) == 0) {
                moves = reread(moves);
            }
        }
        assertThat(write(moves)).isEqualTo(write(stays));
    }

    @Property(tries = 200)
    void damagedBytesAreRefusedOrRead(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        SplittableRandom each = new SplittableRandom(seed);
        SeriesDetector written = new SeriesDetector();
        for (int i = 0; i < 100; i++) {
            written.step(START + i * STEP, each.nextDouble());
        }
        byte[] bytes = write(written);
        byte[] cut = Arrays.copyOf(bytes, each.nextInt(bytes.length));
        bytes[each.nextInt(bytes.length)] = (byte) each.nextInt();
        assertThatThrownBy(() -> SeriesDetector.readFrom(new ByteReader().reset(cut)))
                .isInstanceOf(CorruptStateException.class);
        try {
            SeriesDetector.readFrom(new ByteReader().reset(bytes)).step(START, 1);
        } catch (CorruptStateException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @Test
    void whatIsNoNumberIsIgnored() {
        worst(DAY, i -> 50 + noise(2));
        long count = detector.count();

        assertThat(next(Double.NaN) + next(Double.POSITIVE_INFINITY)).isZero();
        assertThat(detector.count()).isEqualTo(count);
    }

    @Test
    void itStaysSmallHoweverLongItRuns() {
        worst(60 * DAY, i -> season(i) + noise(1));

        assertThat(write(detector).length).isLessThan(2_048);
        assertThat(detector.approximateBytes()).isLessThanOrEqualTo(2_100);
    }

    private double worst(int steps, IntToDoubleFunction values) {
        double worst = 0;
        for (int i = 0; i < steps; i++) {
            double score = next(values.applyAsDouble(at));
            worst = at < 2 * DAY ? 0 : Math.max(worst, score);
        }
        return worst;
    }

    private double next(double value) {
        return detector.step(START + STEP * at++, value);
    }

    private static double season(int i) {
        return 60 - 40 * Math.cos(2 * Math.PI * i / DAY);
    }

    private double noise(double size) {
        return size * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }

    private static SeriesDetector reread(SeriesDetector detector) {
        return SeriesDetector.readFrom(new ByteReader().reset(write(detector)));
    }

    private static byte[] write(SeriesDetector detector) {
        ByteWriter writer = new ByteWriter(2_048);
        detector.writeTo(writer);
        return writer.toBytes();
    }
}
