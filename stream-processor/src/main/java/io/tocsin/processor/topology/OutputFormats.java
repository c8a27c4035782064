package io.tocsin.processor.topology;

import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.FailurePattern;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.ScopePartial;
import io.tocsin.schemas.SourceStatus;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SingleObject;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** How everything that the topology writes is encoded. Thread-safe. */
public final class OutputFormats {

    final OutputFormat<Evaluation> evaluation;
    final OutputFormat<Finding> finding;
    final OutputFormat<SourceStatus> sourceStatus;
    final OutputFormat<Alert> alert;
    final OutputFormat<AlertTransition> alertTransition;
    final OutputFormat<AlertCommand> alertCommand;
    final OutputFormat<ScopePartial> scopePartial;
    final OutputFormat<ScopeHealth> scopeHealth;
    final OutputFormat<FailurePattern> pattern;
    final OutputFormat<Incident> incident;
    final SingleObject<EnvironmentPatterns> environmentPatterns = SingleObject.of(EnvironmentPatterns.class);
    final SingleObject<AlertHistoryEntry> alertHistoryEntry = SingleObject.of(AlertHistoryEntry.class);
    final SingleObject<MaintenanceResult> maintenanceResult = SingleObject.of(MaintenanceResult.class);

    /** Registers the schemas of all outputs; waits for the registry when it is away. */
    public OutputFormats(Topics topics, SchemaRegistryClient registry, RegistryPatience patience) {
        evaluation = format(Evaluation.class, topics.evaluations, registry, patience);
        finding = format(Finding.class, topics.findings, registry, patience);
        sourceStatus = format(SourceStatus.class, topics.sourceStatus, registry, patience);
        alert = format(Alert.class, topics.alerts, registry, patience);
        alertTransition = format(AlertTransition.class, topics.alertTransitions, registry, patience);
        alertCommand = format(AlertCommand.class, topics.alertCommands, registry, patience);
        scopePartial = format(ScopePartial.class, topics.scopePartials, registry, patience);
        pattern = format(FailurePattern.class, topics.patterns, registry, patience);
        incident = format(Incident.class, topics.incidents, registry, patience);
        scopeHealth = format(ScopeHealth.class, topics.environmentHealth, registry, patience);
    }

    private static <T extends SpecificRecord> OutputFormat<T> format(
            Class<T> type, TopicSpec topic, SchemaRegistryClient registry, RegistryPatience patience) {
        int id = patience.await(() ->
                registry.register(topic.name() + "-value", SpecificData.get().getSchema(type)));
        return new OutputFormat<>(SingleObject.of(type), id);
    }
}
