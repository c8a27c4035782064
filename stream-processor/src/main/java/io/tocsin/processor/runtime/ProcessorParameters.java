package io.tocsin.processor.runtime;

import io.tocsin.processor.core.logs.LogSettings;
import io.tocsin.processor.core.logs.RecentLines;
import io.tocsin.processor.core.source.SnapshotMask;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.iq.QueryParameters;
import io.tocsin.processor.rules.RulePacks;
import io.tocsin.processor.runtime.ProcessorSettings.GroupProtocol;
import io.tocsin.processor.topology.TopologyParameters;
import io.tocsin.processor.topology.state.EvaluationRetention;
import io.tocsin.processor.topology.state.FindingRetention;
import io.tocsin.processor.topology.state.LogRetention;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.service.masking.Masking;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.DataSize;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Setting;
import io.tocsin.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processor is started with. Immutable.
 *
 * @param applicationId name of the consumer group
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param registryUrls schema registries, in the order in which they are tried
 * @param partitions partitions of the partitioned topics
 * @param replication replicas of the topics that are created
 * @param exactlyOnce whether each record counts exactly once
 * @param threads threads that fold
 * @param standbys copies of the state on other instances
 * @param groupProtocol how instances agree
 * @param stateDir directory of the stores
 * @param rocksDbBytes native memory of all stores
 * @param transactionTimeout how long a transaction may be open
 * @param sessionTimeout how long an instance may be silent
 * @param topology what the topology is built from
 * @param rules rules to begin with
 * @param query what the query endpoint is started with
 */
public record ProcessorParameters(
        String applicationId,
        Map<String, String> kafka,
        List<String> registryUrls,
        int partitions,
        int replication,
        boolean exactlyOnce,
        int threads,
        int standbys,
        GroupProtocol groupProtocol,
        Path stateDir,
        long rocksDbBytes,
        Duration transactionTimeout,
        Duration sessionTimeout,
        TopologyParameters topology,
        RulePacks rules,
        QueryParameters query) {

    /** Size of key and value of an output: what topics take by default, less room for the record's own head. */
    private static final int MAX_OUTPUT_BYTES = 1_000_000;

    /** Part of the heap that live objects may take unless configured. */
    private static final int LIVE_SHARE = 3;
    /** Part of the heap that templates and open blocks of log lines may take unless configured. */
    private static final int LOG_SHARE = 12;
    /** Part of the heap that learned parts may take unless configured. */
    private static final int LEARNED_SHARE = 6;

    public ProcessorParameters {
        kafka = Map.copyOf(kafka);
        registryUrls = List.copyOf(registryUrls);
    }

    /**
     * Reads the settings.
     *
     * @throws InvalidSettingsException when two settings contradict each other
     */
    public static ProcessorParameters of(Settings settings) {
        Map<String, String> kafka = new HashMap<>(settings.get(CommonSettings.KAFKA_CLIENT));
        kafka.put("bootstrap.servers", String.join(",", settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS)));
        Path stateDir = settings.get(ProcessorSettings.STATE_DIR);
        int partitions = settings.get(CommonSettings.TOPICS_PARTITIONS);
        return new ProcessorParameters(
                settings.get(ProcessorSettings.APPLICATION_ID),
                kafka,
                settings.get(CommonSettings.REGISTRY_URL),
                partitions,
                settings.get(CommonSettings.TOPICS_REPLICATION),
                settings.get(ProcessorSettings.EXACTLY_ONCE),
                settings.get(ProcessorSettings.THREADS),
                settings.get(ProcessorSettings.STANDBY_REPLICAS),
                settings.get(ProcessorSettings.GROUP_PROTOCOL),
                stateDir != null
                        ? stateDir
                        : settings.get(CommonSettings.DATA_DIR).resolve("processor"),
                settings.get(ProcessorSettings.ROCKSDB_MEMORY).bytes(),
                settings.get(ProcessorSettings.TRANSACTION_TIMEOUT),
                settings.get(ProcessorSettings.SESSION_TIMEOUT),
                topology(settings, partitions),
                rules(settings),
                query(settings));
    }

    private static RulePacks rules(Settings settings) {
        try {
            return RulePacks.of(settings.get(ProcessorSettings.RULES_FILES).stream()
                    .map(Path::of)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(ProcessorSettings.RULES_FILES.name(), e.getMessage());
        }
    }

    private static TopologyParameters topology(Settings settings, int partitions) {
        return new TopologyParameters(
                new Topics(settings.get(CommonSettings.TOPICS_PREFIX)),
                fold(settings),
                settings.get(ProcessorSettings.DEDUP_WINDOW).toMillis(),
                settings.get(ProcessorSettings.DEDUP_ENTRIES),
                bytesOr(settings, ProcessorSettings.LIVE_MEMORY, LIVE_SHARE) / partitions,
                bytesOr(settings, ProcessorSettings.LEARNED_MEMORY, LEARNED_SHARE) / partitions,
                new EvaluationRetention(
                        settings.get(ProcessorSettings.EVALUATIONS_PER_SOURCE),
                        settings.get(ProcessorSettings.EVALUATIONS_PER_PARTITION),
                        settings.get(ProcessorSettings.EVALUATIONS_AGE).toMillis()),
                new FindingRetention(
                        settings.get(ProcessorSettings.FINDINGS_PER_PARTITION),
                        settings.get(ProcessorSettings.FINDINGS_AGE).toMillis()),
                new LogSettings(
                        settings.get(ProcessorSettings.LOG_TEMPLATES_PER_SOURCE),
                        RecentLines.blocksFor(settings.get(ProcessorSettings.LOG_LINES_PER_SOURCE)
                                .bytes()),
                        settings.get(ProcessorSettings.LOG_LEARNING).toMillis()),
                new LogRetention(
                        settings.get(ProcessorSettings.LOG_LINES_AGE).toMillis(),
                        settings.get(ProcessorSettings.LOG_TEMPLATES_AGE).toMillis(),
                        Math.max(1, bytesOr(settings, ProcessorSettings.LOG_MEMORY, LOG_SHARE) / partitions)),
                AlertOptions.retention(settings),
                EnvironmentOptions.environments(settings),
                EnvironmentOptions.retention(settings),
                MAX_OUTPUT_BYTES);
    }

    private static long bytesOr(Settings settings, Setting<DataSize> size, int share) {
        DataSize configured = settings.get(size);
        return configured != null ? configured.bytes() : Runtime.getRuntime().maxMemory() / share;
    }

    private static SourceFoldSettings fold(Settings settings) {
        double warning = settings.get(ProcessorSettings.WARNING_THRESHOLD);
        double critical = settings.get(ProcessorSettings.CRITICAL_THRESHOLD);
        if (critical <= warning) {
            throw new InvalidSettingsException(
                    ProcessorSettings.CRITICAL_THRESHOLD.name(),
                    critical + " is not above the warning threshold " + warning);
        }
        SourceFoldSettings defaults = SourceFoldSettings.defaults();
        SourceFoldSettings.TimeSettings time = defaults.time();
        SourceFoldSettings.SeveritySettings severity = defaults.severity();
        return defaults.withTime(new SourceFoldSettings.TimeSettings(
                        settings.get(ProcessorSettings.GRACE).toMillis(),
                        time.aheadMs(),
                        time.closeDelayMs(),
                        time.idleCloseMs()))
                .withSeverity(new SourceFoldSettings.SeveritySettings(
                        warning,
                        critical,
                        severity.clearFactor(),
                        severity.holdMs(),
                        severity.findingHoldMs(),
                        severity.staleMs()))
                .withAlerts(AlertOptions.alerts(settings, defaults.alerts()))
                .withMask(SnapshotMask.of(Masking::mask))
                .withSignals(EnvironmentOptions.signals(settings))
                .withMultiMetric(DetectionParameters.multiMetric(settings))
                .withAnomalies(DetectionParameters.anomalies(settings))
                .withProfiles(DetectionParameters.profiles(settings));
    }

    private static QueryParameters query(Settings settings) {
        return new QueryParameters(
                settings.get(ProcessorSettings.QUERY_HOST),
                settings.get(ProcessorSettings.QUERY_PORT),
                settings.get(ProcessorSettings.QUERY_THREADS),
                settings.get(ProcessorSettings.QUERY_MAX_ROWS),
                settings.get(CommonSettings.CLUSTER_SECRET).reveal());
    }
}
