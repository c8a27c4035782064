package io.tocsin.processor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.pattern.PatternKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulated fleets: what is injected is found with its origin and in time, what is ordinary raises next to nothing. With {@code
 * -Dtocsin.fleet.trials=10 -Dtocsin.fleet.days=20} at full length.
 */
class FleetTest {

    private static final int TRIALS = Integer.getInteger("tocsin.fleet.trials", 1);
    private static final int DAYS = Integer.getInteger("tocsin.fleet.days", 0);

    @ParameterizedTest
    @EnumSource(PatternKind.class)
    void whatIsInjectedIsFoundWithItsOriginInTime(PatternKind kind) {
        List<String> wrong = new ArrayList<>();
        int missed = 0;
        for (int seed = 1; seed <= TRIALS; seed++) {
            List<String> trial = FleetTrials.trial(kind, seed);
            missed += trial.isEmpty() ? 0 : 1;
            wrong.addAll(trial);
        }
        assertThat(missed).as(String.join("\n", wrong)).isLessThanOrEqualTo(TRIALS / 10);
    }

    @Test
    void ordinaryDaysAreQuiet() {
        for (int day = 0; day < Math.max(1, DAYS); day++) {
            Recorder recorder = FleetTrials.ordinary(1000 + day, DAYS == 0 ? 4 : 24);
            assertThat(recorder.patterns).as("day " + day).isEmpty();
            assertThat(recorder.mostFindingsOfASource()).as("day " + day).isLessThanOrEqualTo(1);
            // A restart of half a minute misses three beats of ten seconds: that is so, and told.
            assertThat(recorder.firedExcept("heartbeat-missing"))
                    .as("day " + day)
                    .hasSizeLessThanOrEqualTo(6);
        }
    }
}
