package io.tocsin.processor.topology;

import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.logs.LogSettings;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.topology.state.AlertRetention;
import io.tocsin.processor.topology.state.EvaluationRetention;
import io.tocsin.processor.topology.state.FindingRetention;
import io.tocsin.processor.topology.state.IncidentRetention;
import io.tocsin.processor.topology.state.LogRetention;
import io.tocsin.schemas.catalogue.Topics;
import java.util.Objects;

/**
 * What the topology is built from. Immutable.
 *
 * @param topics catalogue of topics
 * @param fold settings of the source fold
 * @param dedupWindowMs how long an event id is remembered, milliseconds of stream time
 * @param dedupEntries ids that one task remembers at most
 * @param liveBytes approximate size of the live objects of one task, in bytes
 * @param learnedBytes approximate size of the learned parts of one task that are in memory, in bytes
 * @param evaluations how much of the evaluation log is kept
 * @param findings how many findings are kept
 * @param logs bounds of what is kept of the logs of one source
 * @param logRetention how long log lines are kept, and how much is in memory
 * @param alertRetention how long alerts and their history are kept
 * @param environments what the fold of environments is told
 * @param incidents how many incidents are kept
 * @param maxOutputBytes size of key and value above which Kafka refuses a record of ours
 */
public record TopologyParameters(
        Topics topics,
        SourceFoldSettings fold,
        long dedupWindowMs,
        int dedupEntries,
        long liveBytes,
        long learnedBytes,
        EvaluationRetention evaluations,
        FindingRetention findings,
        LogSettings logs,
        LogRetention logRetention,
        AlertRetention alertRetention,
        EnvironmentSettings environments,
        IncidentRetention incidents,
        int maxOutputBytes) {

    public TopologyParameters {
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(fold, "fold");
        Objects.requireNonNull(evaluations, "evaluations");
        Objects.requireNonNull(findings, "findings");
        Objects.requireNonNull(logs, "logs");
        Objects.requireNonNull(logRetention, "logRetention");
        Objects.requireNonNull(alertRetention, "alertRetention");
        Objects.requireNonNull(environments, "environments");
        Objects.requireNonNull(incidents, "incidents");
    }
}
