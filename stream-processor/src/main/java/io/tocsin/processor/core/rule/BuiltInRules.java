package io.tocsin.processor.core.rule;

import static io.tocsin.processor.core.model.Decision.CONTINUE;
import static io.tocsin.processor.core.model.Decision.ESCALATE;
import static io.tocsin.processor.core.model.Decision.REPROCESS;
import static io.tocsin.processor.core.model.Decision.RETRY;
import static io.tocsin.processor.core.model.Severity.CRITICAL;
import static io.tocsin.processor.core.model.Severity.INFO;
import static io.tocsin.processor.core.model.Severity.WARNING;

import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.rule.Rule.Kind;
import io.tocsin.processor.core.severity.DecisionTable;
import java.util.List;
import java.util.Map;

/** The rules that are there from the start. */
public final class BuiltInRules {

    /** Name of the metric that an operation's duration is counted as: milliseconds. */
    public static final String DURATION_MS = "duration_ms";

    /** Metric in which a source reports its error rate itself: a ratio up to 1, a percentage above. */
    public static final String ERROR_RATE_METRIC = "error_rate";

    /** Span over which error rates are taken: milliseconds. */
    public static final long RATE_WINDOW_MS = 300_000;

    public static final Rule RESPONSE_TIME = threshold(
            "response-time-high",
            "Response time is high",
            List.of(new RuleLevel(WARNING, 5000, RETRY), new RuleLevel(CRITICAL, 10_000, ESCALATE)),
            " ms",
            0,
            List.of("response_time", "response_time_ms", DURATION_MS),
            "Look for slow calls to databases and other services in the traces of this time",
            "Compare with the load: more requests than usual may need more instances");

    public static final Rule LATENCY = threshold(
            "latency-high",
            "Latency is high",
            List.of(new RuleLevel(WARNING, 3000, RETRY)),
            " ms",
            0,
            List.of("latency", "latency_ms"),
            "Check the network path and the queue in front of the source");

    public static final Rule CPU = threshold(
            "cpu-usage-high",
            "CPU usage is high",
            List.of(new RuleLevel(WARNING, 90, CONTINUE), new RuleLevel(CRITICAL, 95, ESCALATE)),
            " %",
            10_000,
            List.of("cpu_usage"),
            "Find the process that takes the CPU (top, or a profile)",
            "Move load away or add capacity if the load is wanted");

    /** A core that one thread keeps busy, which on several processors the usage of all of them does not show. */
    public static final Rule CPU_CORE = threshold(
            "cpu-core-saturated",
            "A processor core is saturated",
            List.of(new RuleLevel(WARNING, 90, CONTINUE)),
            " %",
            30_000,
            List.of("busiest_core"),
            "Find the process that takes a whole core (top): a thread that spins, or work that only one thread does",
            "Share the work among threads if it is wanted");

    public static final Rule MEMORY = threshold(
            "memory-usage-high",
            "Memory usage is high",
            List.of(new RuleLevel(WARNING, 85, CONTINUE), new RuleLevel(CRITICAL, 95, ESCALATE)),
            " %",
            10_000,
            List.of("memory_usage"),
            "Find the process that takes the memory and whether it keeps growing",
            "Restart it or add memory before the system starts to kill processes");

    public static final Rule DISK = threshold(
            "disk-usage-high",
            "Disk usage is high",
            List.of(new RuleLevel(WARNING, 85, CONTINUE), new RuleLevel(CRITICAL, 95, ESCALATE)),
            " %",
            10_000,
            List.of("disk_usage"),
            "Remove or rotate old logs and files that nobody needs",
            "Add room before writes fail");

    public static final Rule PROCESSING_LAG = threshold(
            "processing-lag-high",
            "Processing is behind",
            List.of(new RuleLevel(WARNING, 60, ESCALATE)),
            " s",
            0,
            List.of("processing_lag_seconds"),
            "Check whether the consumer works at all, then whether it is fast enough for what comes in");

    public static final Rule ERROR_RATE = new Rule(
            "error-rate-high",
            Kind.RATIO,
            "Error rate is high",
            "error rate",
            "operations",
            List.of(new RuleLevel(WARNING, 0.1, RETRY), new RuleLevel(CRITICAL, 0.25, ESCALATE)),
            " %",
            100,
            0,
            5,
            List.of(ERROR_RATE_METRIC),
            List.of(
                    "Look at the errors that failed operations report",
                    "Check what was deployed or configured shortly before"));

    public static final Rule LOG_ERROR_RATE = new Rule(
            "log-error-rate-high",
            Kind.RATIO,
            "Many log lines are errors",
            "log error rate",
            "lines",
            List.of(new RuleLevel(WARNING, 0.05, CONTINUE)),
            " %",
            100,
            0,
            10,
            List.of(),
            List.of("Read the latest lines of level ERROR"));

    public static final Rule LOG_CRITICAL = finding(
            "log-critical",
            "Critical log line",
            new RuleLevel(CRITICAL, 0, ESCALATE),
            "Read the line and those before it");

    public static final Rule LOG_SILENCE = silence(
            "log-silence",
            "No logs",
            "log line",
            new RuleLevel(WARNING, 600_000, ESCALATE),
            "Check whether the source still runs and whether its logs are still sent");

    public static final Rule HEARTBEAT_MISSING = silence(
            "heartbeat-missing",
            "Heartbeat is missing",
            "heartbeat",
            new RuleLevel(CRITICAL, 3, ESCALATE),
            "Check whether the source still runs and can reach the gateway");

    public static final Rule OUTPUT_INVALID = finding(
            "output-invalid",
            "Output is invalid",
            new RuleLevel(WARNING, 0, REPROCESS),
            "Do the work again and compare the output with what its schema asks for");

    public static final Rule OUTPUT_NULL = finding(
            "output-null",
            "Output is null",
            new RuleLevel(WARNING, 0, RETRY),
            "Try again; if it stays null, look for an error that was swallowed");

    public static final Rule RESPONSE_INCONSISTENT = finding(
            "response-inconsistent",
            "Status and body contradict each other",
            new RuleLevel(WARNING, 0, ESCALATE),
            "Trust neither the status nor the body before the source is fixed");

    public static final Rule SILENT_FAILURE = finding(
            "silent-failure",
            "Success was reported without a result",
            new RuleLevel(WARNING, 0, REPROCESS),
            "Do the work again and look for an error that was swallowed");

    public static final Rule EVALUATION_FAILED = finding(
            "evaluation-failed",
            "The evaluation itself failed",
            new RuleLevel(WARNING, 0, DecisionTable.FAIL_SAFE),
            "Treat the source as unknown until it is evaluated again; report the error to whoever runs the monitoring");

    public static final Rule RULE_INVALID = finding(
            "rule-invalid",
            "A rule cannot be worked out",
            new RuleLevel(WARNING, 0, CONTINUE),
            "Correct the rule: it says nothing about this source until then");

    public static final Rule Z_SCORE = new Rule(
            "z-score",
            Kind.ANOMALY,
            "Unusual value",
            "bucket mean",
            "buckets",
            List.of(new RuleLevel(INFO, 3, CONTINUE), new RuleLevel(WARNING, 6, CONTINUE)),
            "",
            1,
            0,
            30,
            List.of(),
            List.of("Compare with what changed at this time: deployments, load, neighbours"));

    public static final Rule ANOMALY = episode(
            Finding.ANOMALY,
            "Unusual course of a metric",
            List.of(new RuleLevel(INFO, 0, CONTINUE), new RuleLevel(WARNING, 0.95, CONTINUE)),
            "Compare with what changed at this time: deployments, load, neighbours");

    /** What rules of their own have looked at ahead is theirs. */
    public static final Rule LIMIT_AHEAD = episode(
            new FindingMatch(Finding.LIMIT_AHEAD, List.of(FindingMatch.FORECAST), List.of(), 0),
            "A resource will be used up",
            List.of(new RuleLevel(WARNING, 0, CONTINUE), new RuleLevel(CRITICAL, 0.9, ESCALATE)),
            "Free space or add some before it is full; look for what grows");

    public static final Rule LOG_TEMPLATE_NEW = note(
            "log-template-new",
            "A new form of log line",
            "Read the line: a new form often comes with a new version or a new fault");

    public static final Rule LOG_TEMPLATE_RARE =
            note("log-template-rare", "A log line that hardly ever comes", "Read the line and those before it");

    public static final Rule LOG_TEMPLATE_BURST = note(
            "log-template-burst",
            "Far more lines of a form than usual",
            "Look at what the lines are about, and at what calls the source more often");

    public static final Rule LOG_TEMPLATE_VANISHED = note(
            "log-template-vanished",
            "Log lines that used to come steadily have stopped",
            "Check whether the work that the lines were about is still done");

    /** All of them, in the order in which equal contributions are listed. */
    public static final List<Rule> ALL = List.of(
            RESPONSE_TIME,
            LATENCY,
            CPU,
            CPU_CORE,
            MEMORY,
            DISK,
            PROCESSING_LAG,
            ERROR_RATE,
            LOG_ERROR_RATE,
            LOG_CRITICAL,
            LOG_SILENCE,
            HEARTBEAT_MISSING,
            OUTPUT_INVALID,
            OUTPUT_NULL,
            RESPONSE_INCONSISTENT,
            SILENT_FAILURE,
            EVALUATION_FAILED,
            RULE_INVALID,
            Z_SCORE,
            ANOMALY,
            LIMIT_AHEAD,
            LOG_TEMPLATE_NEW,
            LOG_TEMPLATE_RARE,
            LOG_TEMPLATE_BURST,
            LOG_TEMPLATE_VANISHED);

    private BuiltInRules() {}

    private static Rule threshold(
            String id,
            String title,
            List<RuleLevel> levels,
            String unit,
            long forMs,
            List<String> metrics,
            String... suggestions) {
        return new Rule(
                id,
                Kind.THRESHOLD,
                title,
                "value",
                "samples",
                levels,
                unit,
                1,
                forMs,
                0,
                metrics,
                List.of(suggestions));
    }

    private static Rule finding(String id, String title, RuleLevel level, String... suggestions) {
        return new Rule(
                id,
                Kind.FINDING,
                title,
                "record",
                "records",
                List.of(level),
                "",
                1,
                0,
                0,
                List.of(),
                List.of(suggestions));
    }

    private static Rule episode(String id, String title, List<RuleLevel> levels, String... suggestions) {
        return episode(FindingMatch.ofKind(id), title, levels, suggestions);
    }

    private static Rule episode(FindingMatch finding, String title, List<RuleLevel> levels, String... suggestions) {
        return new Rule(
                finding.kind(),
                Kind.EPISODE,
                title,
                "finding",
                "samples",
                levels,
                "",
                1,
                0,
                Rule.AS_SET,
                0,
                List.of(),
                List.of(suggestions),
                Comparison.ABOVE,
                null,
                null,
                finding,
                SourceSelector.ALL,
                Map.of(),
                0);
    }

    /** Worth knowing, no more: most new lines are harmless. */
    private static Rule note(String id, String title, String suggestion) {
        return episode(id, title, List.of(new RuleLevel(INFO, 0, CONTINUE)), suggestion);
    }

    private static Rule silence(String id, String title, String subject, RuleLevel level, String... suggestions) {
        return new Rule(
                id,
                Kind.SILENCE,
                title,
                subject,
                subject + "s",
                List.of(level),
                "",
                1,
                0,
                0,
                List.of(),
                List.of(suggestions));
    }
}
