package io.tocsin.query.fake;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.Decision;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.schemas.IncidentSource;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.IncidentTimelineEntry;
import io.tocsin.schemas.MetricLatest;
import io.tocsin.schemas.MetricStatistics;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.Reason;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceStatus;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.TrendPoint;
import io.tocsin.schemas.WindowStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records as a processor would answer them. */
public final class Samples {

    public static final long T0 = 1_700_000_000_000L;

    private Samples() {}

    public static SourceView.Builder source(String environment, String name) {
        return SourceView.newBuilder()
                .setStatus(status(environment, name))
                .setLatest(Map.of("cpu_usage", latest(42.5), "response_time", latest(250)))
                .setWindows(List.of(window("1m", 60_000), window("5m", 300_000), window("24h", 86_400_000)))
                .setHistory(List.of(
                        point(T0 - 900_000, 900_000, 40, 1),
                        point(T0, 60_000, 20, 1),
                        point(T0 + 60_000, 60_000, 20, 4)))
                .setLogLevels(Map.of("INFO", 35L, "ERROR", 5L))
                .setOperationCount(100)
                .setErrorCount(5)
                .setEventsByStatus(Map.of("NORMAL", 140L, "WARNING", 10L))
                .setSeveritySum(7.5)
                .setRegisteredAt(T0)
                .setActiveAlerts(List.of("00000000000000aa"));
    }

    public static SourceStatus status(String environment, String name) {
        return SourceStatus.newBuilder()
                .setTenant("default")
                .setEnvironment(environment)
                .setSource(name)
                .setLabels(Map.of("team", "devops"))
                .setStatus(HealthStatus.WARNING)
                .setSeverityScore(0.7)
                .setDecision(Decision.ESCALATE)
                .setReasons(List.of(reason()))
                .setFirstSeen(T0)
                .setLastSeen(T0 + 60_000)
                .setChangedAt(T0 + 30_000)
                .setEventCount(150)
                .setLogCount(40)
                .build();
    }

    public static Reason reason() {
        return Reason.newBuilder()
                .setRule("response-time-high")
                .setSeverity("WARNING")
                .setContribution(0.7)
                .setText("Response time exceeds threshold")
                .setMetric("response_time")
                .setObserved(6000.0)
                .setExpected(5000.0)
                .setSince(T0)
                .setSamples(3)
                .build();
    }

    public static MetricLatest latest(double value) {
        return MetricLatest.newBuilder()
                .setValue(value)
                .setAt(T0 + 60_000)
                .setObservedAt(T0 + 60_000)
                .setCount(3)
                .setKind("gauge")
                .setMean(value)
                .setMin(value - 1)
                .setMax(value + 1)
                .setLabels(Map.of("core", "all"))
                .build();
    }

    public static WindowStatistics window(String name, long millis) {
        return WindowStatistics.newBuilder()
                .setWindow(name)
                .setFrom(T0 + 60_000 - millis)
                .setTo(T0 + 60_000)
                .setEventCount(30)
                .setLogCount(10)
                .setErrorCount(2)
                .setOperationCount(20)
                .setErrorRate(0.1)
                .setThroughput(40_000.0 / millis)
                .setLogLevels(Map.of("ERROR", 1L, "INFO", 9L))
                .setLogErrorRate(0.1)
                .setMetrics(Map.of("cpu_usage", statistics(42.5), "response_time", statistics(250)))
                .build();
    }

    public static MetricStatistics statistics(double value) {
        return MetricStatistics.newBuilder()
                .setCount(3)
                .setRate(0.05)
                .setMean(value)
                .setStddev(1.0)
                .setMin(value - 1)
                .setMax(value + 1)
                .setLast(value)
                .setSum(3 * value)
                .setP50(value)
                .setP90(value + 0.9)
                .setP95(value + 0.95)
                .setP99(value + 0.99)
                .setSlope(0.0)
                .build();
    }

    public static TrendPoint point(long from, long duration, long lines, long errors) {
        return TrendPoint.newBuilder()
                .setFrom(from)
                .setDurationMs(duration)
                .setEventCount(5)
                .setLogCount(lines)
                .setLogErrorCount(errors)
                .setOperationCount(4)
                .setErrorCount(1)
                .setMetrics(Map.of("cpu_usage", statistics(42.5)))
                .build();
    }

    public static ScopeHealth scope(String environment) {
        return ScopeHealth.newBuilder()
                .setTenant("default")
                .setEnvironment(environment)
                .setAt(T0 + 60_000)
                .setStatus(HealthStatus.WARNING)
                .setSeverityScore(0.75)
                .setDecision(Decision.ESCALATE)
                .setReasons(List.of("Response time exceeds threshold"))
                .setSourceCount(2)
                .setSourcesByStatus(Map.of("NORMAL", 1L, "WARNING", 1L))
                .setEventCount(150)
                .setLogCount(40)
                .setEventsByStatus(Map.of("NORMAL", 140L, "WARNING", 10L))
                .setSeveritySum(7.5)
                .setActiveAlerts(1)
                .setWorst(List.of(status("production", "api")))
                .setPartitions(List.of(0, 1, 2, 3))
                .build();
    }

    public static Alert.Builder alert(String fingerprint, AlertState state) {
        return Alert.newBuilder()
                .setFingerprint(fingerprint)
                .setEpisode(1)
                .setTenant("default")
                .setEnvironment("production")
                .setSource("api")
                .setRule("response-time-high")
                .setSeverity(AlertSeverity.WARNING)
                .setState(state)
                .setTitle("Response time high")
                .setDescription("6000 ms seen, at most 5000 ms expected")
                .setLabels(Map.of("alertname", "response-time-high", "source", "api"))
                .setStartsAt(T0)
                .setFiredAt(state == AlertState.PENDING ? null : T0)
                .setResolvedAt(state == AlertState.RESOLVED ? T0 + 5_000 : null)
                .setUpdatedAt(T0)
                .setObserved(6000.0)
                .setExpected(5000.0);
    }

    public static Incident.Builder incident(String id, long openedAt) {
        return Incident.newBuilder()
                .setId(id)
                .setTenant("default")
                .setEnvironment("production")
                .setState(IncidentState.OPEN)
                .setTitle("cascading failures at stock and 1 other")
                .setSeverity(AlertSeverity.CRITICAL)
                .setScore(0.9)
                .setOrigin("stock")
                .setSources(List.of(
                        new IncidentSource("stock", openedAt - 30_000), new IncidentSource("web", openedAt - 10_000)))
                .setOnset(openedAt - 30_000)
                .setOpenedAt(openedAt)
                .setUpdatedAt(openedAt)
                .setLastActivity(openedAt)
                .setAlerts(List.of(
                        new IncidentMember(
                                "00000000000000a1",
                                "error-rate-high",
                                "stock",
                                AlertSeverity.CRITICAL,
                                "firing",
                                openedAt - 30_000,
                                null),
                        new IncidentMember(
                                "00000000000000a2",
                                "error-rate-high",
                                "web",
                                AlertSeverity.WARNING,
                                "resolved",
                                openedAt - 10_000,
                                openedAt + 50_000)))
                .setPatterns(List.of(new IncidentMember(
                        "production-cascading-1",
                        "cascading_failures",
                        "stock",
                        AlertSeverity.CRITICAL,
                        "active",
                        openedAt - 30_000,
                        null)))
                .setAlertCount(2)
                .setTimeline(List.of(new IncidentTimelineEntry(
                        openedAt,
                        "alert",
                        "00000000000000a1",
                        "stock",
                        "Error rate is high at stock: firing",
                        null,
                        null)))
                .setNotes(List.of());
    }

    public static Evaluation.Builder evaluation(String id, String source, HealthStatus status, long at) {
        return Evaluation.newBuilder()
                .setId(id)
                .setTenant("default")
                .setEnvironment("production")
                .setSource(source)
                .setAt(at)
                .setStatus(status)
                .setSeverityScore(status == HealthStatus.NORMAL ? 0 : 0.7)
                .setDecision(status == HealthStatus.NORMAL ? Decision.CONTINUE : Decision.ESCALATE)
                .setReasons(status == HealthStatus.NORMAL ? List.of() : List.of(reason()))
                .setSuggestions(List.of("Look at the slowest calls"))
                .setInputSnapshot(Map.of("response_time", "6000.0"))
                .setEventId("e-" + id);
    }

    /** Returns the rows as if they came from another partition. */
    public static List<QueryRow> inPartition(List<QueryRow> rows, int partition) {
        List<QueryRow> moved = new ArrayList<>();
        rows.forEach(row ->
                moved.add(QueryRow.newBuilder(row).setPartition(partition).build()));
        return moved;
    }
}
