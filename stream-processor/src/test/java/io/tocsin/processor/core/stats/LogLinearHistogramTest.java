package io.tocsin.processor.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LogLinearHistogramTest {

    private static final double[] SHARES = {0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1};

    static LogLinearHistogram of(List<Double> values) {
        LogLinearHistogram sketch = new LogLinearHistogram();
        values.forEach(sketch::add);
        return sketch;
    }

    static byte[] bytes(LogLinearHistogram sketch) {
        ByteWriter writer = new ByteWriter(64);
        sketch.writeTo(writer);
        return writer.toBytes();
    }

    @Provide
    Arbitrary<List<Double>> samples() {
        Arbitrary<Double> any = Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.doubles().between(-1000, 1000),
                Arbitraries.doubles().between(-1, 1).map(value -> value * 1e-290),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE));
        return any.list().ofMinSize(1).ofMaxSize(300);
    }

    @Property(tries = 300)
    void everyQuantileIsWithinOnePercentOfTheSampleOfThatRank(@ForAll("samples") List<Double> samples) {
        LogLinearHistogram sketch = of(samples);
        double[] answers = new double[SHARES.length];
        sketch.quantiles(SHARES, answers);
        List<Double> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        for (int i = 0; i < SHARES.length; i++) {
            double exact = sorted.get((int) (SHARES[i] * (sorted.size() - 1)));
            double tolerance = Math.abs(exact) < Double.MIN_NORMAL ? Double.MIN_NORMAL : Math.abs(exact) * 0.01;
            assertThat(Math.abs(answers[i] - exact))
                    .as("share %s of %s", SHARES[i], exact)
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @Property(tries = 300)
    void oneQuantileOverSeveralIsThatOfAllOfThemMerged(
            @ForAll("samples") List<Double> all, @ForAll("samples") List<Double> more) {
        // Together below the bound, beyond which merging gives up the lowest bins.
        List<Double> a = all.subList(0, Math.min(all.size(), LogLinearHistogram.MAX_BINS / 2));
        List<Double> b = more.subList(0, Math.min(more.size(), LogLinearHistogram.MAX_BINS / 2));
        LogLinearHistogram merged = of(a);
        merged.merge(of(b));
        double[] answers = new double[SHARES.length];
        merged.quantiles(SHARES, answers);
        for (int i = 0; i < SHARES.length; i++) {
            assertThat(of(a).quantile(SHARES[i], List.of(of(b)))).isEqualTo(answers[i]);
            assertThat(merged.quantile(SHARES[i], List.of())).isEqualTo(answers[i]);
        }
        assertThat(new LogLinearHistogram().quantile(0.5, List.of())).isNaN();
    }

    @Property(tries = 200)
    void whatIsMergedIntoAnEmptyOneGoesOnLikeIt(
            @ForAll("samples") List<Double> a, @ForAll("samples") List<Double> b, @ForAll("samples") List<Double> c) {
        LogLinearHistogram used = of(a);
        used.clear();
        LogLinearHistogram original = of(b);
        used.merge(original);
        assertThat(bytes(used)).isEqualTo(bytes(original));
        used.merge(of(c));
        assertThat(bytes(original)).isEqualTo(bytes(of(b)));
        original.merge(of(c));
        assertThat(bytes(used)).isEqualTo(bytes(original));
    }

    @Property(tries = 200)
    void mergingCommutesAndAssociatesExactly(
            @ForAll("samples") List<Double> a, @ForAll("samples") List<Double> b, @ForAll("samples") List<Double> c) {
        LogLinearHistogram left = of(a);
        left.merge(of(b));
        left.merge(of(c));
        LogLinearHistogram inner = of(c);
        inner.merge(of(b));
        LogLinearHistogram right = of(a);
        right.merge(inner);
        List<Double> all = new ArrayList<>(c);
        all.addAll(a);
        all.addAll(b);
        assertThat(bytes(left)).isEqualTo(bytes(right)).isEqualTo(bytes(of(all)));
        assertThat(left.count()).isEqualTo(all.size());
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBack(@ForAll("samples") List<Double> samples) {
        byte[] written = bytes(of(samples));
        LogLinearHistogram read = new LogLinearHistogram();
        ByteReader reader = new ByteReader().reset(written);
        read.readFrom(reader);
        reader.requireEnd();
        assertThat(bytes(read)).isEqualTo(written);
    }

    @Test
    void beyondTheBoundTheHighestBinsStayExactWhateverTheOrder() {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            values.add(LogLinearHistogram.valueOf((1 << 17) + 40_000 + i));
        }
        LogLinearHistogram ascending = of(values);
        Collections.reverse(values);
        LogLinearHistogram descending = of(values);
        Collections.shuffle(values, new Random(7));
        LogLinearHistogram first = of(values.subList(0, 700));
        first.merge(of(values.subList(700, 1200)));
        assertThat(ascending.bins()).isEqualTo(LogLinearHistogram.MAX_BINS);
        assertThat(ascending.count()).isEqualTo(1200);
        assertThat(bytes(ascending)).isEqualTo(bytes(descending)).isEqualTo(bytes(first));
        double[] answer = new double[1];
        ascending.quantiles(new double[] {0.99}, answer);
        Collections.sort(values);
        assertThat(answer[0]).isEqualTo(values.get((int) (0.99 * 1199)));
    }

    @Test
    void memoryIsBoundedWhateverComes() {
        LogLinearHistogram sketch = new LogLinearHistogram();
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                sketch.add(value);
            }
        }
        assertThat(sketch.bins()).isLessThanOrEqualTo(LogLinearHistogram.MAX_BINS);
        assertThat(sketch.approximateBytes()).isLessThanOrEqualTo(48 + 8 * 1024);
        assertThat(bytes(sketch).length).isLessThan(5 * LogLinearHistogram.MAX_BINS);
    }

    @Test
    void withoutSamplesThereIsNoAnswer() {
        double[] answer = new double[1];
        new LogLinearHistogram().quantiles(new double[] {0.5}, answer);
        assertThat(answer[0]).isNaN();
    }

    @Test
    void aBinAnswersWithTheSameRelativeDistanceToBothItsEnds() {
        for (double low : new double[] {1, 1.5, 1024, 3e-250, 1.5e308}) {
            double middle = LogLinearHistogram.valueOf(LogLinearHistogram.keyOf(low));
            assertThat(Math.abs(middle - low) / low).isLessThanOrEqualTo(LogLinearHistogram.RELATIVE_ERROR + 1e-15);
            assertThat(LogLinearHistogram.keyOf(middle)).isEqualTo(LogLinearHistogram.keyOf(low));
            assertThat(LogLinearHistogram.valueOf(LogLinearHistogram.keyOf(-low)))
                    .isEqualTo(-middle);
        }
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] written = bytes(of(List.of(1.0, 2.0, 2.0, 3.0)));
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> new LogLinearHistogram().readFrom(new ByteReader().reset(cut)))
                    .isInstanceOf(CorruptStateException.class);
        }
        ByteWriter outOfOrder = new ByteWriter(16);
        outOfOrder.writeUnsigned(2);
        outOfOrder.writeUnsigned(100 << 1);
        outOfOrder.writeUnsigned(0);
        assertThatThrownBy(() -> new LogLinearHistogram().readFrom(new ByteReader().reset(outOfOrder.toBytes())))
                .isInstanceOf(CorruptStateException.class);
    }
}
