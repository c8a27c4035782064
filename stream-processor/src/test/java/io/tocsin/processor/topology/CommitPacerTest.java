package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CommitPacerTest {

    private final CommitPacer pacer = new CommitPacer();

    @Test
    void nothingIsCommittedWhenNothingHappened() {
        assertThat(pacer.due(1_000_000, 0)).isFalse();
    }

    @Test
    void fewChangesAreCommittedSoonAndManyLater() {
        measure(20);
        pacer.committed(0, 0, 0);
        pacer.changed();

        assertThat(pacer.due(CommitPacer.SHORTEST_MS - 1, 0)).isFalse();
        assertThat(pacer.due(CommitPacer.SHORTEST_MS, 0)).isTrue();
        assertThat(pacer.due(CommitPacer.LONGEST_MS - 1, 50_000)).isFalse();
        assertThat(pacer.due(CommitPacer.LONGEST_MS, 50_000)).isTrue();
    }

    @Test
    void noCommitHasMoreToWriteThanItHasTimeFor() {
        for (long micros : new long[] {20, 2_000}) {
            measure(micros);
            pacer.committed(0, 0, 0);
            pacer.changed();
            int most = (int) (CommitPacer.LONGEST_WRITE_MS * 1_000 / micros);

            assertThat(pacer.due(1, most * 9 / 10)).isFalse();
            assertThat(pacer.due(1, most * 11 / 10)).isTrue();
        }
    }

    @Test
    void writingTakesTheSameShareOfTheTimeHoweverCostlyAnEntryIs() {
        for (long microsPerEntry : new long[] {5, 50, 500}) {
            long nanos = TimeUnit.MICROSECONDS.toNanos(microsPerEntry);
            measure(microsPerEntry);
            int entries = 1_200_000 / (int) microsPerEntry / CommitPacer.COST_FACTOR;

            assertThat(pacer.interval(entries))
                    .isCloseTo(
                            TimeUnit.NANOSECONDS.toMillis(entries * nanos * CommitPacer.COST_FACTOR),
                            Percentage.withPercentage(2));
        }
    }

    @Test
    void anAlertDoesNotWait() {
        measure(20);
        pacer.committed(0, 0, 0);
        pacer.changed();
        pacer.urgent();

        assertThat(pacer.due(CommitPacer.URGENT_MS - 1, 1_000)).isFalse();
        assertThat(pacer.due(CommitPacer.URGENT_MS, 1_000)).isTrue();
        pacer.committed(CommitPacer.URGENT_MS, 0, 0);
        pacer.changed();
        assertThat(pacer.due(2 * CommitPacer.URGENT_MS, 0)).isFalse();
    }

    @Test
    void aClockThatWentBackDoesNotStopCommits() {
        pacer.committed(1_000_000, 0, 0);
        pacer.changed();

        assertThat(pacer.due(500_000, 0)).isTrue();
    }

    private void measure(long microsPerEntry) {
        for (int i = 0; i < 100; i++) {
            pacer.committed(i, 100, 100 * TimeUnit.MICROSECONDS.toNanos(microsPerEntry));
        }
    }
}
