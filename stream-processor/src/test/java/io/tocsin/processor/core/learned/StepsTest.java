package io.tocsin.processor.core.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.anomaly.SeriesModels;
import io.tocsin.processor.core.anomaly.multi.MetricRow;
import io.tocsin.processor.core.anomaly.multi.MultiDetector;
import io.tocsin.processor.core.anomaly.multi.MultiMetricModel;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.anomaly.multi.MultiMetricWorkspace;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.forecast.SeriesHistories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Parts of which the steps are stored, and now and then the whole. */
class StepsTest {

    private static final long MINUTE = 60_000;
    private static final List<LearnedKind<?>> KINDS =
            List.of(SeriesModels.KIND, SeriesHistories.KIND, MultiMetricModel.KIND);

    private final ByteWriter writer = new ByteWriter(4096);
    private final MultiMetricWorkspace workspace = new MultiMetricWorkspace();

    @Property(tries = 40)
    void whatIsReadBackIsByteForByteWhatStayedInMemory(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int most) {
        SplittableRandom random = new SplittableRandom(seed);
        Kept kept = new Kept(most);
        LearnedParts stayed = new LearnedParts();
        LearnedParts stored = kept.parts();
        for (int minute = 0; minute < 120; minute++) {
            long drawn = random.nextLong();
            step(stayed, minute, new SplittableRandom(drawn));
            step(stored, minute, new SplittableRandom(drawn));
            if (random.nextInt(3) > 0) {
                if (random.nextInt(10) == 0) {
                    stored.writeWhole(writer);
                } else {
                    stored.write(writer);
                }
                stored = random.nextInt(4) == 0 ? kept.parts() : stored;
            }
        }
        stored.write(writer);
        for (LearnedKind<?> kind : KINDS) {
            assertThat(bytes(kept.parts().find(kind))).isEqualTo(bytes(stayed.find(kind)));
        }
    }

    @Test
    void aMinuteWritesAFractionOfWhatIsKnown() {
        SplittableRandom random = new SplittableRandom(1);
        Kept kept = new Kept(12);
        LearnedParts parts = kept.parts();
        long whole = 0;
        int minutes = 3 * 1_440;
        for (int minute = 0; minute < minutes; minute++) {
            step(parts, minute, random);
            parts.write(writer);
            for (LearnedKind<?> kind : KINDS) {
                whole += minute % 60 == 0 ? 60L * bytes(parts.find(kind)).length : 0;
            }
        }
        System.out.println("per minute " + kept.written / minutes + " B, whole each time " + whole / minutes + " B");
        assertThat(kept.written).isLessThan(whole / 4);
    }

    @Test
    void stepsOfAnotherWholeAreNotDone() {
        Kept kept = new Kept(12);
        LearnedParts parts = kept.parts();
        step(parts, 0, new SplittableRandom(1));
        parts.writeWhole(writer);
        step(parts, 1, new SplittableRandom(2));
        parts.write(writer);
        Map<String, byte[]> steps = new HashMap<>(kept.content);
        step(parts, 2, new SplittableRandom(3));
        parts.writeWhole(writer);
        byte[] known = bytes(parts.find(SeriesModels.KIND));
        kept.content.put(SeriesModels.KIND.stepsName(), steps.get(SeriesModels.KIND.stepsName()));

        assertThat(bytes(kept.parts().find(SeriesModels.KIND))).isEqualTo(known);
    }

    @Test
    void aRemovedPartBeginsAnewWithoutItsSteps() {
        Kept kept = new Kept(12);
        LearnedParts parts = kept.parts();
        step(parts, 0, new SplittableRandom(1));
        parts.writeWhole(writer);
        parts.remove(SeriesModels.KIND);
        parts.write(writer);
        assertThat(kept.parts().find(SeriesModels.KIND)).isNull();
        step(parts, 1, new SplittableRandom(2));
        parts.write(writer);

        assertThat(bytes(kept.parts().find(SeriesModels.KIND))).isEqualTo(bytes(parts.find(SeriesModels.KIND)));
    }

    @Test
    void damagedStepsAreReportedAndThePartBeginsAnew() {
        Kept kept = new Kept(12);
        LearnedParts parts = kept.parts();
        step(parts, 0, new SplittableRandom(1));
        parts.write(writer);
        for (LearnedKind<?> kind : KINDS) {
            byte[] steps = kept.content.get(kind.stepsName());
            for (int length = 1; length < steps.length; length++) {
                kept.content.put(kind.stepsName(), Arrays.copyOf(steps, length));
                LearnedParts damaged = kept.parts();
                damaged.find(kind);
                damaged.write(writer);
                step(damaged, 1, new SplittableRandom(2));
                damaged.write(writer);
                assertThat(bytes(kept.parts().find(kind))).isEqualTo(bytes(damaged.find(kind)));
                kept.content.remove(kind.name());
            }
        }
        assertThat(kept.damages).isPositive();
    }

    private void step(LearnedParts parts, int minute, SplittableRandom random) {
        MetricRow row = new MetricRow();
        List<String> names = new ArrayList<>(List.of("cpu", "memory", "requests_total", "queue"));
        if (random.nextInt(50) == 0) {
            names.add("now and then");
        }
        for (int i = 0; i < names.size(); i++) {
            double value = 50 + 20 * Math.sin(minute / 200.0 + i) + random.nextDouble();
            String name = names.get(i);
            if (name.endsWith("_total")) {
                parts.get(SeriesHistories.KIND).total(name, minute * MINUTE, minute * 60 + value);
            } else {
                parts.get(SeriesModels.KIND).step(i, name, minute * MINUTE, value);
                parts.get(SeriesHistories.KIND).mean(name, minute * MINUTE, value);
                row.add(name, value);
            }
        }
        MultiMetricSettings settings = random.nextInt(20) == 0
                ? new MultiMetricSettings(EnumSet.allOf(MultiDetector.class), 0.7)
                : MultiMetricSettings.DEFAULT;
        parts.get(MultiMetricModel.KIND).step(row, settings, workspace);
    }

    private static byte[] bytes(LearnedPart part) {
        ByteWriter out = new ByteWriter(4096);
        part.writeTo(out);
        return out.toBytes();
    }

    private static final class Kept implements LearnedStore {

        private final Map<String, byte[]> content = new HashMap<>();
        private final int most;
        private long written;
        private int damages;

        private Kept(int most) {
            this.most = most;
        }

        private LearnedParts parts() {
            LearnedParts parts = new LearnedParts();
            parts.keptIn(this);
            return parts;
        }

        @Override
        public int mostRounds() {
            return most;
        }

        @Override
        public byte[] read(String part) {
            return content.get(part);
        }

        @Override
        public void write(String part, byte[] bytes) {
            if (bytes == null) {
                content.remove(part);
            } else {
                written += bytes.length;
                content.put(part, bytes);
            }
        }

        @Override
        public void corrupt(String part, CorruptStateException cause) {
            damages++;
        }
    }
}
