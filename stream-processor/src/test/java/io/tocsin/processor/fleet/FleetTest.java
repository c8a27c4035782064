package io.tocsin.processor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.pattern.PatternKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulated fleets of two styles: what is injected is found with its origin and in time, what is ordinary raises next to
 * nothing. With {@code -Dtocsin.fleet.trials=10 -Dtocsin.fleet.days=20} at full length.
 */
class FleetTest {

    private static final int TRIALS = Integer.getInteger("tocsin.fleet.trials", 1);
    private static final int DAYS = Integer.getInteger("tocsin.fleet.days", 0);
    /** Forms in which a pattern is told in the other fleet: each at least once at full length. */
    private static final int FORMS = TRIALS == 1 ? 2 : 3 * TRIALS;

    @ParameterizedTest
    @EnumSource(PatternKind.class)
    void whatIsInjectedIsFoundWithItsOriginInTime(PatternKind kind) {
        requireFound(TRIALS, seed -> FleetTrials.trial(kind, seed));
    }

    @ParameterizedTest
    @EnumSource(PatternKind.class)
    void whatIsInjectedIsFoundHoweverSourcesTellIt(PatternKind kind) {
        requireFound(FORMS, seed -> FleetTrials.otherTrial(kind, seed));
    }

    @Test
    void ordinaryDaysAreQuiet() {
        for (int day = 0; day < Math.max(1, DAYS); day++) {
            Recorder recorder = FleetTrials.ordinary(1000 + day, DAYS == 0 ? 4 : 24);
            requireQuiet(day, recorder);
            // A restart of half a minute misses three beats of ten seconds: that is so, and told.
            assertThat(recorder.firedExcept("heartbeat-missing"))
                    .as("day " + day)
                    .hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    void ordinaryDaysOfTheOtherFleetAreQuiet() {
        for (int day = 0; day < Math.max(1, DAYS); day++) {
            requireQuiet(day, FleetTrials.otherOrdinary(1000 + day, DAYS == 0 ? 4 : 24));
        }
    }

    private static void requireFound(int trials, IntFunction<List<String>> trial) {
        List<String> wrong = new ArrayList<>();
        int missed = 0;
        for (int seed = 1; seed <= trials; seed++) {
            List<String> found = trial.apply(seed);
            missed += found.isEmpty() ? 0 : 1;
            wrong.addAll(found);
        }
        assertThat(missed).as(String.join("\n", wrong)).isLessThanOrEqualTo(trials / 10);
    }

    private static void requireQuiet(int day, Recorder recorder) {
        assertThat(recorder.patterns).as("day " + day).isEmpty();
        assertThat(recorder.mostFindingsOfASource()).as("day " + day).isLessThanOrEqualTo(1);
    }
}
