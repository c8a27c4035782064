package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPacerTest {

    private final CommitPacer pacer = new CommitPacer();

    @Test
    void nothingIsCommittedWhenNothingHappened() {
        assertThat(pacer.due(1_000_000, 0)).isFalse();
    }

    @Test
    void fewChangesAreCommittedSoonAndManyLater() {
        pacer.committed(0);
        pacer.changed();

        assertThat(pacer.due(CommitPacer.SHORTEST_MS - 1, 0)).isFalse();
        assertThat(pacer.due(CommitPacer.SHORTEST_MS, 0)).isTrue();
        assertThat(pacer.due(CommitPacer.LONGEST_MS - 1, CommitPacer.MANY_ENTRIES))
                .isFalse();
        assertThat(pacer.due(CommitPacer.LONGEST_MS, 100 * CommitPacer.MANY_ENTRIES))
                .isTrue();
    }

    @Test
    void anAlertDoesNotWait() {
        pacer.committed(0);
        pacer.changed();
        pacer.urgent();

        assertThat(pacer.due(CommitPacer.URGENT_MS - 1, CommitPacer.MANY_ENTRIES))
                .isFalse();
        assertThat(pacer.due(CommitPacer.URGENT_MS, CommitPacer.MANY_ENTRIES)).isTrue();
        pacer.committed(CommitPacer.URGENT_MS);
        pacer.changed();
        assertThat(pacer.due(2 * CommitPacer.URGENT_MS, 0)).isFalse();
    }

    @Test
    void aClockThatWentBackDoesNotStopCommits() {
        pacer.committed(1_000_000);
        pacer.changed();

        assertThat(pacer.due(500_000, 0)).isTrue();
    }
}
