package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every built-in rule from the bytes of a record to the transitions of its alert, with time made by ticks. */
class BuiltInRulesFlowTest {

    private static final String SOURCE = "orders";

    private final ProcessorRig rig = new ProcessorRig();
    private final List<AlertTransition> seen = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "response_time, 5001, response-time-high, WARNING",
        "response_time_ms, 10001, response-time-high, CRITICAL",
        "latency, 3001, latency-high, WARNING",
        "processing_lag_seconds, 61, processing-lag-high, WARNING",
        "error_rate, 0.11, error-rate-high, WARNING",
        "error_rate, 26, error-rate-high, CRITICAL"
    })
    void aValueAboveItsLimitFiresAtOnceAndIsResolvedWhenItHasCleared(
            String metric, double value, String rule, AlertSeverity severity) {
        rig.metric(SOURCE, metric, value);

        AlertTransition fired = transition(rule, AlertState.FIRING);
        assertThat(fired.getAlert().getSeverity()).isEqualTo(severity);
        assertThat(fired.getAt()).isEqualTo(rig.now());

        rig.pass(Duration.ofSeconds(1)).metric(SOURCE, metric, 0);
        rig.tickFor(Duration.ofSeconds(90));
        assertThat(states(rule)).endsWith(AlertState.RECOVERING, AlertState.RESOLVED);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu_usage, 91, cpu-usage-high, WARNING, 10",
        "cpu_usage, 96, cpu-usage-high, CRITICAL, 10",
        "busiest_core, 99, cpu-core-saturated, WARNING, 30",
        "memory_usage, 86, memory-usage-high, WARNING, 10",
        "disk_usage, 96, disk-usage-high, CRITICAL, 10"
    })
    void useOfAResourceFiresWhenItHasBeenHighForLongEnough(
            String metric, double value, String rule, AlertSeverity severity, int seconds) {
        for (int second = 1; second < seconds; second++) {
            rig.metric(SOURCE, metric, value).tickFor(Duration.ofSeconds(1));
        }
        assertThat(states(rule)).containsExactly(AlertState.PENDING);

        for (int second = 0; second < 3; second++) {
            rig.metric(SOURCE, metric, value).tickFor(Duration.ofSeconds(1));
        }
        assertThat(states(rule)).containsExactly(AlertState.PENDING, AlertState.FIRING);
        assertThat(transition(rule, AlertState.FIRING).getAlert().getSeverity()).isEqualTo(severity);
    }

    @Test
    void aShortPeakOfAResourceNeverFires() {
        rig.metric(SOURCE, "cpu_usage", 99).tickFor(Duration.ofSeconds(2));
        for (int second = 0; second < 120; second++) {
            rig.metric(SOURCE, "cpu_usage", 10).tickFor(Duration.ofSeconds(1));
        }

        assertThat(states("cpu-usage-high")).doesNotContain(AlertState.FIRING);
    }

    @Test
    void operationsThatFailTooOftenFire() {
        for (int i = 0; i < 10; i++) {
            rig.send(operation(i % 3 != 0, "timed out")).tickFor(Duration.ofSeconds(1));
        }
        rig.tickFor(Duration.ofSeconds(30));

        assertThat(states("error-rate-high")).contains(AlertState.FIRING);
        assertThat(transition("error-rate-high", AlertState.FIRING).getAlert().getSeverity())
                .isEqualTo(AlertSeverity.CRITICAL);
    }

    @Test
    void tooManyErrorsAmongTheLogLinesFire() {
        for (int i = 0; i < 30; i++) {
            rig.send(line(i % 5 == 0 ? LogLevel.ERROR : LogLevel.INFO, "request handled"));
            rig.tickFor(Duration.ofSeconds(1));
        }

        assertThat(states("log-error-rate-high")).contains(AlertState.FIRING);
    }

    @Test
    void aFatalLogLineFiresAtOnce() {
        rig.send(line(LogLevel.FATAL, "out of memory"));

        assertThat(transition("log-critical", AlertState.FIRING).getAlert().getSeverity())
                .isEqualTo(AlertSeverity.CRITICAL);
    }

    @Test
    void tenMinutesWithoutALogLineFireAndALineResolves() {
        for (int i = 0; i < 12; i++) {
            rig.tickFor(Duration.ofSeconds(10)).send(line(LogLevel.INFO, "started"));
        }
        rig.tickFor(Duration.ofSeconds(599));
        assertThat(states("log-silence")).isEmpty();

        rig.tickFor(Duration.ofSeconds(2));
        assertThat(states("log-silence")).contains(AlertState.FIRING);

        for (int second = 0; second < 90; second++) {
            rig.send(line(LogLevel.INFO, "back again")).tickFor(Duration.ofSeconds(1));
        }
        assertThat(states("log-silence")).endsWith(AlertState.RESOLVED);
    }

    @Test
    void threeMissingHeartbeatsFire() {
        for (int i = 0; i < 5; i++) {
            rig.send(heartbeat(10_000)).tickFor(Duration.ofSeconds(10));
        }
        assertThat(states("heartbeat-missing")).isEmpty();

        rig.tickFor(Duration.ofSeconds(22));

        assertThat(states("heartbeat-missing")).contains(AlertState.FIRING);
    }

    @Test
    void aNullOutputIsFound() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("output", null);
        rig.send(rig.event(SOURCE, Map.of(), attributes));

        assertThat(states("output-null")).contains(AlertState.FIRING);
    }

    @Test
    void successWithoutAResultIsFound() {
        rig.send(rig.event(SOURCE, Map.of("items_processed", 0.0), Map.of("completed", true)));

        assertThat(states("silent-failure")).contains(AlertState.FIRING);
    }

    @Test
    void aStatusThatContradictsTheBodyIsFound() {
        rig.send(rig.event(
                SOURCE,
                Map.of("status_code", 200.0),
                Map.of("response", "{\"error\": \"database is gone\"}", "body", "{\"error\": \"database is gone\"}")));

        assertThat(states("response-inconsistent")).contains(AlertState.FIRING);
    }

    @Test
    void aValueFarFromItsHistoryIsJudgedUnusual() {
        for (int i = 0; i < 60; i++) {
            rig.metric(SOURCE, "queue_depth", 100 + i % 5).tickFor(Duration.ofSeconds(10));
        }
        for (int i = 0; i < 3; i++) {
            rig.metric(SOURCE, "queue_depth", 5_000).tickFor(Duration.ofSeconds(10));
        }

        assertThat(states("z-score")).contains(AlertState.FIRING);
    }

    private AlertTransition transition(String rule, AlertState to) {
        return transitions(rule).stream()
                .filter(each -> each.getTo() == to)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + to + " of " + rule + " in " + seen));
    }

    private List<AlertState> states(String rule) {
        return transitions(rule).stream()
                .filter(each -> each.getFrom() != each.getTo())
                .map(AlertTransition::getTo)
                .toList();
    }

    private List<AlertTransition> transitions(String rule) {
        seen.addAll(rig.read(rig.topics.alertTransitions, AlertTransition.class));
        return seen.stream()
                .filter(each -> each.getAlert().getRule().equals(rule))
                .toList();
    }

    private LogRecord line(LogLevel level, String message) {
        return new LogRecord(
                rig.nextId(),
                "default",
                "production",
                SOURCE,
                rig.now(),
                rig.now(),
                level,
                message,
                null,
                null,
                Map.of(),
                Map.of());
    }

    private Event operation(boolean success, String error) {
        return special(
                "operation",
                Map.of("duration_ms", 12.0),
                new Outcome("GET /orders", 12.0, success, success ? null : error, null),
                null);
    }

    private Event heartbeat(long intervalMs) {
        return special("heartbeat", Map.of(), null, intervalMs);
    }

    private Event special(String type, Map<String, Double> metrics, Outcome outcome, Long intervalMs) {
        return new Event(
                rig.nextId(),
                "default",
                "production",
                SOURCE,
                type,
                rig.now(),
                rig.now(),
                metrics,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                outcome,
                intervalMs,
                null);
    }
}
