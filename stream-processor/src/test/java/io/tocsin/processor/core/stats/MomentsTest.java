package io.tocsin.processor.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MomentsTest {

    @Provide
    Arbitrary<List<Double>> samples() {
        return Arbitraries.doubles().between(-1e6, 1e6).list().ofMinSize(1).ofMaxSize(100);
    }

    private static Moments of(List<Double> values, int from) {
        Moments moments = new Moments();
        for (int i = 0; i < values.size(); i++) {
            moments.add(values.get(i), (from + i) * 100L);
        }
        return moments;
    }

    @Property(tries = 300)
    void agreesWithTheTextbook(@ForAll("samples") List<Double> values) {
        Moments moments = of(values, 0);
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        assertThat(moments.mean()).isCloseTo(mean, within(1e-6));
        assertThat(moments.min())
                .isEqualTo(values.stream().mapToDouble(d -> d).min().orElseThrow());
        assertThat(moments.max())
                .isEqualTo(values.stream().mapToDouble(d -> d).max().orElseThrow());
        if (values.size() > 1) {
            assertThat(moments.deviation()).isCloseTo(Math.sqrt(squares / (values.size() - 1)), within(1e-4));
            double n = values.size();
            double timeMean = (n - 1) / 2 * 0.1;
            double up = 0;
            double down = 0;
            for (int i = 0; i < n; i++) {
                up += (i * 0.1 - timeMean) * (values.get(i) - mean);
                down += (i * 0.1 - timeMean) * (i * 0.1 - timeMean);
            }
            assertThat(moments.slope()).isCloseTo(up / down, within(1e-3));
        } else {
            assertThat(moments.deviation()).isNaN();
            assertThat(moments.slope()).isNaN();
        }
    }

    @Property(tries = 300)
    void mergingIsLikeAddingAll(@ForAll("samples") List<Double> a, @ForAll("samples") List<Double> b) {
        Moments whole = of(a, 0);
        for (int i = 0; i < b.size(); i++) {
            whole.add(b.get(i), (a.size() + i) * 100L);
        }
        Moments merged = of(a, 0);
        merged.merge(of(b, 0), a.size() * 100L);
        Moments swapped = of(b, 0);
        swapped.merge(of(a, 0), -a.size() * 100L);
        for (Moments each : List.of(merged, swapped)) {
            assertThat(each.count()).isEqualTo(whole.count());
            assertThat(each.min()).isEqualTo(whole.min());
            assertThat(each.max()).isEqualTo(whole.max());
            assertThat(each.sum()).isCloseTo(whole.sum(), within(1e-6));
            assertThat(each.deviation()).isCloseTo(whole.deviation(), within(1e-4));
            assertThat(each.slope()).isCloseTo(whole.slope(), within(1e-3));
        }
    }

    @Property(tries = 200)
    void whatIsReadBackGoesOnBitForBit(@ForAll("samples") List<Double> a, @ForAll("samples") List<Double> b) {
        Moments kept = of(a, 0);
        ByteWriter writer = new ByteWriter(64);
        kept.writeTo(writer);
        Moments read = new Moments();
        read.add(99, 99);
        read.readFrom(new ByteReader().reset(writer.toBytes()));
        for (int i = 0; i < b.size(); i++) {
            kept.add(b.get(i), i * 7L);
            read.add(b.get(i), i * 7L);
        }
        ByteWriter one = new ByteWriter(64);
        kept.writeTo(one);
        ByteWriter other = new ByteWriter(64);
        read.writeTo(other);
        assertThat(other.toBytes()).isEqualTo(one.toBytes());
    }

    @Test
    void sumsOfWholeNumbersDoNotDependOnTheOrder() {
        Moments one = of(List.of(9e15, 1.0, -9e15, 3.0), 0);
        Moments other = of(List.of(3.0, -9e15, 1.0, 9e15), 0);
        assertThat(one.sum()).isEqualTo(other.sum()).isEqualTo(4);
    }

    @Test
    void valuesBeyondTheSquareRootOfTheRangeGiveNoNonsense() {
        Moments moments = of(List.of(Double.MAX_VALUE, Double.MAX_VALUE, -1.0), 0);
        assertThat(moments.sum()).isEqualTo(Double.MAX_VALUE);
        assertThat(moments.max()).isEqualTo(Double.MAX_VALUE);
        assertThat(moments.mean()).isFinite();
        assertThat(moments.deviation()).isNaN();
        assertThat(moments.slope()).isNaN();
        Moments plain = of(List.of(1.0, 2.0), 0);
        plain.merge(moments, 0);
        assertThat(plain.deviation()).isNaN();
        assertThat(plain.sum()).isFinite();
    }

    @Test
    void aSmallSpreadAroundALargeValueIsNotLost() {
        Moments moments = new Moments();
        for (int i = 0; i < 1000; i++) {
            moments.add(1e12 + i % 2, i * 10L);
        }
        assertThat(moments.deviation()).isCloseTo(0.50025, within(1e-4));
    }

    @Test
    void samplesOfOneMomentHaveNoTrend() {
        Moments moments = new Moments();
        moments.add(1, 500);
        moments.add(2, 500);
        assertThat(moments.slope()).isNaN();
    }
}
