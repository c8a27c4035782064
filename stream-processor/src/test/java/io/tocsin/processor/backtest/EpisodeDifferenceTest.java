package io.tocsin.processor.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeDifferenceTest {

    private static final long UNTIL = 10_000;

    @Test
    void episodesThatOverlapAreTheSameAndTheirTimesAreToldApart() {
        List<Episode> first = List.of(episode("a", 1_000, 3_000), episode("b", 1_000, 2_000));
        List<Episode> second = List.of(episode("a", 2_000, 5_000), episode("c", 9_000, Long.MAX_VALUE));

        EpisodeDifference difference = EpisodeDifference.of(first, second, UNTIL);

        assertThat(difference.both()).isEqualTo(1);
        assertThat(difference.onlyFirst()).extracting(Episode::source).containsExactly("b");
        assertThat(difference.onlySecond()).extracting(Episode::source).containsExactly("c");
        assertThat(difference.onlyFirstMs()).isEqualTo(2_000);
        assertThat(difference.onlySecondMs()).isEqualTo(3_000);
    }

    @Test
    void theSameEpisodesDoNotDiffer() {
        List<Episode> same = List.of(episode("a", 1_000, 3_000), episode("a", 4_000, Long.MAX_VALUE));

        assertThat(EpisodeDifference.of(same, same, UNTIL))
                .isEqualTo(new EpisodeDifference(2, List.of(), List.of(), 0, 0));
    }

    private static Episode episode(String source, long from, long to) {
        return new Episode("e", source, "m", "warning", from, from, to, "text");
    }
}
