package io.tocsin.processor.core.alert;

import static io.tocsin.processor.core.model.AlertPhase.ACKNOWLEDGED;
import static io.tocsin.processor.core.model.AlertPhase.FIRING;
import static io.tocsin.processor.core.model.AlertPhase.PENDING;
import static io.tocsin.processor.core.model.AlertPhase.RECOVERING;
import static io.tocsin.processor.core.model.AlertPhase.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.AlertPhase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertLifecycleTest {

    /** Order of the inputs in a row of the table. */
    private static final AlertInput[] INPUTS = AlertInput.values();

    static Stream<Arguments> table() {
        return Stream.of(
                row(null, PENDING, FIRING, null, null, null, null, null, null),
                row(PENDING, PENDING, FIRING, RESOLVED, RESOLVED, PENDING, PENDING, RESOLVED, RESOLVED),
                row(FIRING, FIRING, FIRING, RECOVERING, RESOLVED, ACKNOWLEDGED, FIRING, RESOLVED, RESOLVED),
                row(
                        ACKNOWLEDGED,
                        ACKNOWLEDGED,
                        ACKNOWLEDGED,
                        RECOVERING,
                        RESOLVED,
                        ACKNOWLEDGED,
                        FIRING,
                        RESOLVED,
                        RESOLVED),
                row(RECOVERING, FIRING, FIRING, RECOVERING, RESOLVED, RECOVERING, RECOVERING, RESOLVED, RESOLVED),
                row(RESOLVED, PENDING, FIRING, RESOLVED, RESOLVED, RESOLVED, RESOLVED, RESOLVED, RESOLVED));
    }

    private static Arguments row(AlertPhase from, AlertPhase... to) {
        return Arguments.of(from, to);
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyEdgeOfTheTable(AlertPhase from, AlertPhase[] to) {
        assertThat(to).hasSameSizeAs(INPUTS);
        assertThat(Arrays.stream(INPUTS).map(input -> AlertLifecycle.next(from, input, from == ACKNOWLEDGED)))
                .containsExactly(to);
    }

    @Test
    void anAcknowledgedAlertThatComesBackWhileRecoveringStaysAcknowledged() {
        assertThat(AlertLifecycle.next(RECOVERING, AlertInput.CONDITION_LASTED, true))
                .isEqualTo(ACKNOWLEDGED);
        assertThat(AlertLifecycle.next(RECOVERING, AlertInput.CONDITION_MET, true))
                .isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void onlyLeavingNothingOrResolvedBeginsAnEpisode() {
        assertThat(AlertLifecycle.beginsEpisode(null, PENDING)).isTrue();
        assertThat(AlertLifecycle.beginsEpisode(RESOLVED, FIRING)).isTrue();
        assertThat(AlertLifecycle.beginsEpisode(RESOLVED, RESOLVED)).isFalse();
        assertThat(AlertLifecycle.beginsEpisode(RECOVERING, FIRING)).isFalse();
    }
}
