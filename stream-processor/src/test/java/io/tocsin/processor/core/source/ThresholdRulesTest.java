package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Severity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdRulesTest {

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of("response-time-high", "response_time", 5000, Severity.WARNING),
                Arguments.of("response-time-high", "response_time", 10_000, Severity.CRITICAL),
                Arguments.of("response-time-high", "response_time_ms", 5000, Severity.WARNING),
                Arguments.of("latency-high", "latency", 3000, Severity.WARNING),
                Arguments.of("cpu-usage-high", "cpu_usage", 90, Severity.WARNING),
                Arguments.of("cpu-usage-high", "cpu_usage", 95, Severity.CRITICAL),
                Arguments.of("cpu-core-saturated", "busiest_core", 90, Severity.WARNING),
                Arguments.of("memory-usage-high", "memory_usage", 85, Severity.WARNING),
                Arguments.of("memory-usage-high", "memory_usage", 95, Severity.CRITICAL),
                Arguments.of("disk-usage-high", "disk_usage", 85, Severity.WARNING),
                Arguments.of("disk-usage-high", "disk_usage", 95, Severity.CRITICAL),
                Arguments.of("processing-lag-high", "processing_lag_seconds", 60, Severity.WARNING),
                Arguments.of("error-rate-high", "error_rate", 0.1, Severity.WARNING),
                Arguments.of("error-rate-high", "error_rate", 0.25, Severity.CRITICAL));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void theLimitItselfIsKeptAndTheNextValueBreaksIt(String rule, String metric, double limit, Severity severity) {
        FoldRig atLimit = new FoldRig().metric(metric, limit);
        boolean lower = severity == Severity.WARNING;
        assertThat(atLimit.has(rule)).isEqualTo(!lower);
        if (!lower) {
            assertThat(atLimit.reason(rule).severity()).isEqualTo(Severity.WARNING);
        }
        FoldRig above = new FoldRig().metric(metric, Math.nextUp(limit));
        assertThat(above.reason(rule).severity()).isEqualTo(severity);
        assertThat(above.reason(rule).expected()).isEqualTo(limit);
        assertThat(above.state.status()).isEqualTo(lower ? Health.WARNING : Health.CRITICAL);
    }

    @Test
    void theReasonSaysWhatWasSeenAndWhatWasExpected() {
        FoldRig rig = new FoldRig().metric("response_time", 6200);
        assertThat(rig.reason("response-time-high").text()).isEqualTo("response_time 6200 ms is above 5000 ms");
        assertThat(rig.reason("response-time-high").metric()).isEqualTo("response_time");
        assertThat(rig.reason("response-time-high").samples()).isEqualTo(1);
        assertThat(rig.lastEvaluation().decision()).isEqualTo(Decision.RETRY);
        assertThat(rig.lastEvaluation().suggestions()).isNotEmpty();
        assertThat(new FoldRig()
                        .metric("cpu_usage", 93.25)
                        .reason("cpu-usage-high")
                        .text())
                .isEqualTo("cpu_usage 93.25 % is above 90 %");
    }

    @Test
    void anErrorRateMayBeARatioOrAPercentage() {
        assertThat(new FoldRig().metric("error_rate", 10).has("error-rate-high"))
                .isFalse();
        FoldRig percent = new FoldRig().metric("error_rate", 12.5);
        FoldRig ratio = new FoldRig().metric("error_rate", 0.125);
        assertThat(percent.reason("error-rate-high").text()).isEqualTo("error_rate 12.5 % is above 10 %");
        assertThat(ratio.reason("error-rate-high").text())
                .isEqualTo(percent.reason("error-rate-high").text());
        assertThat(new FoldRig()
                        .metric("error_rate", 1)
                        .reason("error-rate-high")
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aDurationCountsOnlyWhenAnOperationTookIt() {
        FoldRig rig = new FoldRig().metric("duration_ms", 20_000);
        assertThat(rig.has("response-time-high")).isFalse();
        rig.event("operation", rig.now, o -> o.outcome(5001, true));
        assertThat(rig.reason("response-time-high").metric()).isEqualTo("duration_ms");
        assertThat(rig.view(SourceViews.Detail.SUMMARY)
                        .latest()
                        .get("duration_ms")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aDurationThatIsSentAsMetricTooCountsOnce() {
        FoldRig rig = new FoldRig().event("operation", FoldRig.START, o -> {
            o.addMetric("duration_ms", 12);
            o.outcome(12, true);
        });
        assertThat(rig.view(SourceViews.Detail.SUMMARY)
                        .latest()
                        .get("duration_ms")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aReasonStaysUntilTheValueHasBeenBelowTheClearLimitForTheHoldTime() {
        FoldRig rig = new FoldRig().metric("response_time", 6000);
        rig.pass(1000).metric("response_time", 4800); // between 95 % of the limit and the limit: neither nor
        rig.tick(60_000);
        assertThat(rig.has("response-time-high")).isTrue();
        rig.metric("response_time", 4000).tick(29_000);
        assertThat(rig.has("response-time-high")).isTrue();
        assertThat(rig.reason("response-time-high").text()).endsWith("(has cleared, is watched)");
        rig.tick(1000);
        assertThat(rig.has("response-time-high")).isFalse();
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
        assertThat(rig.lastEvaluation().eventId()).isNull();
    }

    @Test
    void aBreachWithinTheHoldTimeBeginsItAnew() {
        FoldRig rig = new FoldRig().metric("response_time", 6000).pass(1000).metric("response_time", 100);
        rig.tick(20_000).metric("response_time", 7000);
        assertThat(rig.reason("response-time-high").text()).isEqualTo("response_time 7000 ms is above 5000 ms");
        rig.metric("response_time", 100).tick(29_000);
        assertThat(rig.has("response-time-high")).isTrue();
        rig.tick(1000);
        assertThat(rig.has("response-time-high")).isFalse();
    }

    @Test
    void severityRisesAtOnceAndFallsAfterTheHoldTime() {
        FoldRig rig = new FoldRig().metric("response_time", 6000);
        rig.pass(1000).metric("response_time", 12_000);
        assertThat(rig.reason("response-time-high").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(rig.state.decision()).isEqualTo(Decision.ESCALATE);
        rig.pass(1000).metric("response_time", 7000);
        assertThat(rig.reason("response-time-high").severity()).isEqualTo(Severity.CRITICAL);
        rig.tick(30_000);
        assertThat(rig.reason("response-time-high").severity()).isEqualTo(Severity.WARNING);
        assertThat(rig.reason("response-time-high").text()).isEqualTo("response_time 7000 ms is above 5000 ms");
        assertThat(rig.state.status()).isEqualTo(Health.WARNING);
    }

    @Test
    void aMetricThatIsNotReportedAnyMoreDoesNotHoldItsReasonForEver() {
        FoldRig rig = new FoldRig().metric("response_time", 6000).tick(299_000);
        assertThat(rig.has("response-time-high")).isTrue();
        rig.tick(1000);
        assertThat(rig.has("response-time-high")).isFalse();
    }

    @Test
    void twoMetricsOfOneRuleAreTwoReasons() {
        FoldRig rig = new FoldRig().event(o -> {
            o.addMetric("response_time", 6000);
            o.addMetric("response_time_ms", 7000);
        });
        assertThat(rig.state.reasons()).extracting("metric").containsExactly("response_time", "response_time_ms");
        assertThat(rig.alerts)
                .extracting(change -> change.alert().labels().get("metric"))
                .containsExactly("response_time", "response_time_ms");
    }
}
