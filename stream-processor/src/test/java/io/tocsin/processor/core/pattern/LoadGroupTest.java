package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadGroupTest {

    private static final int MEMBERS = 4;

    private LoadGroup group = new LoadGroup();
    private final long[] counted = new long[MEMBERS];
    private long second;

    @ParameterizedTest
    @ValueSource(ints = {10, 15, 30, 60})
    void aMetricThatIsReportedRarelyShowsImbalance(int pace) {
        values(60 * pace, pace, 1);
        assertThat(group.deviantWindows()).isZero();

        values(4 * pace, pace, 2.5);
        assertThat(group.deviant()).isEqualTo("m2");
        assertThat(group.deviantWindows()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 60})
    void countsThatAreReportedOneAfterTheOtherAreNoImbalance(int pace) {
        for (int end = 60 * pace; second < end; second++) {
            counts(pace);
            assertThat(group.deviantWindows()).isZero();
        }
    }

    @Test
    void aGroupThatIsReadAgainGoesOn() {
        values(1_000, 15, 1);
        ByteWriter writer = new ByteWriter(64);
        group.writeTo(writer);
        group = LoadGroup.readFrom(new ByteReader().reset(writer.toBytes()));
        values(60, 15, 2.5);

        assertThat(group.deviant()).isEqualTo("m2");
        assertThat(group.deviantWindows()).isGreaterThanOrEqualTo(1);
    }

    private void values(int seconds, int pace, double factor) {
        for (long end = second + seconds; second < end; second++) {
            for (int i = 0; i < MEMBERS; i++) {
                if ((second + 7 * i) % pace == 0) {
                    double share = i == 2 ? factor : (MEMBERS - factor) / (MEMBERS - 1);
                    group.take(new LoadSample("g", "m" + i, second * 1000 + 1, 0, 100 * share, Double.NaN));
                }
            }
            group.advance(1.8, second * 1000);
        }
    }

    private void counts(int pace) {
        for (int i = 0; i < MEMBERS; i++) {
            if ((second + 11 * i) % pace == 0) {
                counted[i] += 20L * pace;
            }
            if (second % 5 == i) {
                // Other things are reported in between.
                group.take(new LoadSample("g", "m" + i, second * 1000 + 1, counted[i], Double.NaN, Double.NaN));
            }
        }
        group.advance(1.8, second * 1000);
    }
}
