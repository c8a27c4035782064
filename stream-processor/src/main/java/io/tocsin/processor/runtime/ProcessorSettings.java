package io.tocsin.processor.runtime;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.Symptom;
import io.tocsin.service.settings.DataSize;
import io.tocsin.service.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of the stream processor. */
public final class ProcessorSettings {

    /** Name of the Streams application. */
    public static final Setting<String> APPLICATION_ID = Setting.text(
            "processor.application-id",
            "tocsin-processor",
            "Name of the consumer group, and the beginning of the names of changelog topics. All instances of one"
                    + " cluster share it; a new name starts from the beginning of the input.");

    /** Whether each record counts exactly once. */
    public static final Setting<Boolean> EXACTLY_ONCE = Setting.flag(
            "processor.exactly-once",
            true,
            "Whether every record counts exactly once even when a processor crashes. Without it a crash may count some"
                    + " of the last records twice.");

    /** Threads that fold. */
    public static final Setting<Integer> THREADS = Setting.integer(
            "processor.threads", 2, 1, 64, "Threads that fold records; more than there are partitions stay idle.");

    /** Copies of the state on other instances. */
    public static final Setting<Integer> STANDBY_REPLICAS = Setting.integer(
            "processor.standby-replicas",
            0,
            0,
            5,
            "Copies of each partition's state that other instances keep, from which queries are answered while an"
                    + " instance is down.");

    /** How members of the group agree. */
    public static final Setting<GroupProtocol> GROUP_PROTOCOL = Setting.oneOf(
            "processor.group-protocol",
            GroupProtocol.CLASSIC,
            GroupProtocol.class,
            "How instances agree on who folds what. The streams protocol of Kafka 4.3 tells wrong metadata of other"
                    + " instances when there is more than one thread.");

    /** Where RocksDB keeps its files. */
    public static final Setting<Path> STATE_DIR = Setting.path(
            "processor.state-dir",
            null,
            "Directory of the state stores; `processor` within data-dir when it is not set. Each instance needs its"
                    + " own.");

    /** Native memory of all stores. */
    public static final Setting<DataSize> ROCKSDB_MEMORY = Setting.size(
            "processor.rocksdb-memory",
            DataSize.mebibytes(128),
            DataSize.mebibytes(16),
            DataSize.gibibytes(256),
            "Native memory of all state stores together: block cache, indexes and write buffers.");

    /** Heap of live objects. */
    public static final Setting<DataSize> LIVE_MEMORY = Setting.size(
            "processor.live-memory",
            null,
            DataSize.mebibytes(4),
            DataSize.gibibytes(256),
            "Heap that the objects of the active sources of all partitions may take, approximately; a third of the"
                    + " heap when it is not set. The least recently used leave it for the store. A source with four"
                    + " metrics takes about 4 KiB.");

    /** Heap of learned parts. */
    public static final Setting<DataSize> LEARNED_MEMORY = Setting.size(
            "processor.learned-memory",
            null,
            DataSize.mebibytes(4),
            DataSize.gibibytes(256),
            "Heap that what was learned about the sources of all partitions may take, approximately, on top of"
                    + " live-memory; a sixth of the heap when it is not set. What does not fit is read from the store once"
                    + " a minute. A metric takes about 2 KiB.");

    /** How long an id is remembered. */
    public static final Setting<Duration> DEDUP_WINDOW = Setting.duration(
            "processor.dedup-window",
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofDays(2),
            "How long the id of an event is remembered, so that a retry within that time counts once.");

    /** Ids per partition. */
    public static final Setting<Integer> DEDUP_ENTRIES = Setting.integer(
            "processor.dedup-entries",
            1_000_000,
            1_024,
            100_000_000,
            "Event ids that are remembered at most per partition, 24 bytes of heap each. Beyond it the oldest are"
                    + " forgotten before the window is over.");

    /** Evaluations per source. */
    public static final Setting<Integer> EVALUATIONS_PER_SOURCE = Setting.integer(
                    "processor.evaluations-per-source",
                    10_000,
                    1,
                    10_000_000,
                    "Entries of the evaluation log that are kept of one source.")
            .alias("MAX_LOG_ENTRIES");

    /** Evaluations per partition. */
    public static final Setting<Integer> EVALUATIONS_PER_PARTITION = Setting.integer(
            "processor.evaluations-per-partition",
            500_000,
            1,
            100_000_000,
            "Entries of the evaluation log that are kept of all sources of one partition together.");

    /** Age of evaluations. */
    public static final Setting<Duration> EVALUATIONS_AGE = Setting.duration(
            "processor.evaluations-age",
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(400),
            "Age at which entries leave the evaluation log.");

    /** Findings per partition. */
    public static final Setting<Integer> FINDINGS_PER_PARTITION = Setting.integer(
            "processor.findings-per-partition",
            100_000,
            1,
            100_000_000,
            "Findings of detectors that are kept of all sources of one partition together.");

    /** Age of findings. */
    public static final Setting<Duration> FINDINGS_AGE = Setting.duration(
            "processor.findings-age",
            Duration.ofDays(14),
            Duration.ofMinutes(1),
            Duration.ofDays(400),
            "Age at which findings of detectors are forgotten, from their beginning on.");

    /** Detectors of several metrics. */
    public static final Setting<List<String>> MULTI_METRIC_DETECTORS = Setting.list(
            "processor.multi-metric-detectors",
            List.of("level", "correlation", "departure", "change"),
            "Detectors that judge the metrics of a source together once a minute: level, correlation, departure, change,"
                    + " forest, neighbours. What each does is told in detection.md; none switches it off.");

    /** Sensitivity to several metrics. */
    public static final Setting<Double> MULTI_METRIC_SENSITIVITY = Setting.decimal(
            "processor.multi-metric-sensitivity",
            0.5,
            0,
            1,
            "How sensitive the detectors of several metrics together are: 0 takes twice as much as 0.5 for a finding, 1"
                    + " half as much.");

    /** Templates per source. */
    public static final Setting<Integer> LOG_TEMPLATES_PER_SOURCE = Setting.integer(
            "processor.log-templates-per-source",
            512,
            2,
            10_000,
            "Templates of log lines that are kept of one source, about 1 KiB each. Beyond it one goes that was seen once"
                    + " or twice, longest ago.");

    /** Recent lines per source. */
    public static final Setting<DataSize> LOG_LINES_PER_SOURCE = Setting.size(
            "processor.log-lines-per-source",
            DataSize.kibibytes(256),
            DataSize.kibibytes(8),
            DataSize.mebibytes(32),
            "Log lines that are kept of one source for searching, on disk; 256 KiB are about 2,000 lines. Beyond it the"
                    + " oldest go.");

    /** Age of recent lines. */
    public static final Setting<Duration> LOG_LINES_AGE = Setting.duration(
            "processor.log-lines-age",
            Duration.ofHours(24),
            Duration.ofMinutes(1),
            Duration.ofDays(400),
            "How long after its arrival a log line can be searched for.");

    /** How long templates of a silent source are kept. */
    public static final Setting<Duration> LOG_TEMPLATES_AGE = Setting.duration(
            "processor.log-templates-age",
            Duration.ofDays(30),
            Duration.ofMinutes(1),
            Duration.ofDays(400),
            "How long after the last log line of a source its templates are forgotten.");

    /** How long a source's templates are learned. */
    public static final Setting<Duration> LOG_LEARNING = Setting.duration(
            "processor.log-learning",
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ofDays(30),
            "How long after a source's first log line no template counts as new.");

    /** Heap of logs. */
    public static final Setting<DataSize> LOG_MEMORY = Setting.size(
            "processor.log-memory",
            null,
            DataSize.mebibytes(1),
            DataSize.gibibytes(256),
            "Heap that the templates and the open blocks of lines of all partitions may take, approximately, on top of"
                    + " live-memory; a twelfth of the heap when it is not set. Those of the sources that did not log for"
                    + " longest leave it for the store. A source takes about 1 KiB per template.");

    /** Lower limit of WARNING. */
    public static final Setting<Double> WARNING_THRESHOLD = Setting.decimal(
                    "processor.warning-threshold",
                    0.7,
                    0.01,
                    0.99,
                    "Severity score from which on a source is in the state WARNING.")
            .alias("WARNING_THRESHOLD");

    /** Lower limit of CRITICAL. */
    public static final Setting<Double> CRITICAL_THRESHOLD = Setting.decimal(
                    "processor.critical-threshold",
                    0.9,
                    0.02,
                    1,
                    "Severity score from which on a source is in the state CRITICAL; above the warning threshold.")
            .alias("CRITICAL_THRESHOLD");

    /** Files with rules. */
    public static final Setting<List<String>> RULES_FILES = Setting.list(
            "rules.files",
            List.of(),
            "Files with rules, in YAML or JSON, that are in force from the start, besides the built-in ones; a rule with the id"
                    + " of a built-in one, or of one in an earlier file, stands in its place. `tocsin validate FILE`"
                    + " checks one. What is changed at run time stands above them.");

    /** Score of an anomaly. */
    public static final Setting<Double> ANOMALY_SCORE = Setting.decimal(
            "processor.anomaly-score",
            AnomalySettings.defaults().score(),
            0.01,
            1,
            "Score from which on what a detector of a single metric sees is an anomaly: the higher, the quieter; 1 for"
                    + " none. See detection.md for what a score means.");

    /** What can be an anomaly. */
    public static final Setting<List<String>> ANOMALY_SYMPTOMS = Setting.list(
            "processor.anomaly-symptoms",
            Arrays.stream(Symptom.values())
                    .map(symptom -> symptom.name().toLowerCase(Locale.ROOT))
                    .toList(),
            "What can be an anomaly of a single metric: the value itself, a jump, the value for its season, a drift, the"
                    + " level, the variance.");

    /** Whether a missing metric is an anomaly. */
    public static final Setting<Boolean> ANOMALY_MISSING = Setting.flag(
            "processor.anomaly-missing",
            true,
            "Whether it is an anomaly that a metric does not come any more while its source goes on.");

    /** Scores of single metrics. */
    public static final Setting<Map<String, String>> ANOMALY_METRICS = Setting.family(
            "processor.anomaly-metric",
            "Score from which on something is an anomaly of the metric of that name, in place of processor.anomaly-score,"
                    + " for instance processor.anomaly-metric.queue_length: 0.99; off for a metric that is not watched.");

    /** Profiles of detection. */
    public static final Setting<Map<String, String>> DETECTION = Setting.family(
            "processor.detection",
            "Which detectors judge some sources otherwise, and how sensitive they are. Under a name: sources, environments,"
                    + " tenants, labels.NAME, each a pattern or a list of them; and any of anomaly-score (off for none),"
                    + " anomaly-symptoms, anomaly-missing, anomaly-metric.NAME, multi-metric-detectors,"
                    + " multi-metric-sensitivity, as the settings of these names; what is not said is as for all. The first"
                    + " by name that is about a source counts. For instance processor.detection.batch.sources: 'batch-*' and"
                    + " processor.detection.batch.anomaly-score: 0.995.");

    /** How late a record may come. */
    public static final Setting<Duration> GRACE = Setting.duration(
            "processor.grace",
            Duration.ofMinutes(15),
            Duration.ZERO,
            Duration.ofMinutes(15),
            "How long after it happened an event still counts at the time at which it happened. Later ones count at"
                    + " their arrival and are flagged.");

    /** How long a transaction may be open. */
    public static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.duration(
            "processor.transaction-timeout",
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMinutes(15),
            "After so long without a commit Kafka gives a processor's transaction up. Until then readers of the outputs"
                    + " wait for a processor that was killed and does not come back.");

    /** How long a silent instance keeps its partitions. */
    public static final Setting<Duration> SESSION_TIMEOUT = Setting.duration(
            "processor.session-timeout",
            Duration.ofSeconds(15),
            Duration.ofSeconds(6),
            Duration.ofMinutes(30),
            "How long an instance may be silent before others take over its partitions.");

    /** Address of the query endpoint. */
    public static final Setting<String> QUERY_HOST = Setting.text(
            "processor.query.host",
            "127.0.0.1",
            "Address on which query services reach this instance's state; they must be able to connect to it.");

    /** Port of the query endpoint. */
    public static final Setting<Integer> QUERY_PORT =
            Setting.integer("processor.query.port", 0, 0, 65_535, "Port of it; 0 takes any free one.");

    /** Threads of the query endpoint. */
    public static final Setting<Integer> QUERY_THREADS = Setting.integer(
            "processor.query.threads", 4, 1, 256, "Queries that are answered at the same time; further ones wait.");

    /** Rows of one answer. */
    public static final Setting<Integer> QUERY_MAX_ROWS = Setting.integer(
            "processor.query.max-rows", 10_000, 1, 1_000_000, "Rows that one query may ask of one partition.");

    /** All of them. */
    public static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(
                            APPLICATION_ID,
                            EXACTLY_ONCE,
                            THREADS,
                            STANDBY_REPLICAS,
                            GROUP_PROTOCOL,
                            STATE_DIR,
                            ROCKSDB_MEMORY,
                            LIVE_MEMORY,
                            LEARNED_MEMORY,
                            DEDUP_WINDOW,
                            DEDUP_ENTRIES,
                            EVALUATIONS_PER_SOURCE,
                            EVALUATIONS_PER_PARTITION,
                            EVALUATIONS_AGE,
                            FINDINGS_PER_PARTITION,
                            FINDINGS_AGE,
                            MULTI_METRIC_DETECTORS,
                            MULTI_METRIC_SENSITIVITY,
                            LOG_TEMPLATES_PER_SOURCE,
                            LOG_LINES_PER_SOURCE,
                            LOG_LINES_AGE,
                            LOG_TEMPLATES_AGE,
                            LOG_LEARNING,
                            LOG_MEMORY),
                    AlertOptions.ALL,
                    List.<Setting<?>>of(
                            WARNING_THRESHOLD,
                            CRITICAL_THRESHOLD,
                            RULES_FILES,
                            ANOMALY_SCORE,
                            ANOMALY_SYMPTOMS,
                            ANOMALY_MISSING,
                            ANOMALY_METRICS,
                            DETECTION,
                            GRACE,
                            TRANSACTION_TIMEOUT,
                            SESSION_TIMEOUT,
                            QUERY_HOST,
                            QUERY_PORT,
                            QUERY_THREADS,
                            QUERY_MAX_ROWS),
                    EnvironmentOptions.ALL)
            .flatMap(List::stream)
            .toList();

    private ProcessorSettings() {}

    /** How instances agree on who folds what. */
    public enum GroupProtocol {
        /** The members decide. */
        CLASSIC,
        /** The broker decides. */
        STREAMS
    }
}
