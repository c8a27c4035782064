package io.tocsin.schemas.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The catalogue of topics. Topics that the source sub-topology reads (events, logs, ticks, alert commands, maintenance),
 * and those that the scope sub-topology reads, have the same number of partitions; inputs have append time, because stream time is the broker's and no producer's. Immutable.
 */
public final class Topics {

    /** Prefix of all topics unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "tocsin";

    /** Short name of the topic of what people ask of incidents. */
    public static final String INCIDENT_COMMANDS = "incident-commands";

    private final String prefix;
    private final List<TopicSpec> all = new ArrayList<>();

    /** Events of sources; key SourceKey, value Event. */
    public final TopicSpec events;
    /** Log lines of sources; key SourceKey, value LogRecord. */
    public final TopicSpec logs;
    /** Beats of time; explicit partition, no key, value Tick. */
    public final TopicSpec ticks;
    /**
     * What people ask of alerts, and what environments tell of patterns; partition of the alert's SourceKey, key
     * fingerprint or SourceKey, value AlertCommand.
     */
    public final TopicSpec alertCommands;
    /** Clean-up wishes; explicit partition, key command id, value MaintenanceCommand. */
    public final TopicSpec maintenance;
    /** Evaluation log; key SourceKey, value Evaluation. */
    public final TopicSpec evaluations;
    /** What detectors found, as it opens and closes; key SourceKey, value Finding. */
    public final TopicSpec findings;
    /** Present state of each source; key SourceKey, value SourceStatus, compacted. */
    public final TopicSpec sourceStatus;
    /** Partials of scopes on their way to the second fold; key scope, value ScopePartial. */
    public final TopicSpec scopePartials;
    /** Health of environments and tenants; key scope, value ScopeHealth, compacted. */
    public final TopicSpec environmentHealth;
    /** Failure patterns as they stand; key id of the occurrence, value FailurePattern, compacted. */
    public final TopicSpec patterns;
    /** Alerts as they stand; key fingerprint, value Alert, compacted. */
    public final TopicSpec alerts;
    /** History of alerts; key fingerprint, value AlertTransition. */
    public final TopicSpec alertTransitions;
    /** Incidents as they stand; key id, value Incident, compacted. */
    public final TopicSpec incidents;
    /** What people ask of incidents; key scope, value IncidentCommand. */
    public final TopicSpec incidentCommands;
    /** Inputs of the alert engine in the order in which they count: one partition, no key, value AlertInput. */
    public final TopicSpec alertInputs;
    /** Outbox of notifications; key channel and group, value Delivery. */
    public final TopicSpec deliveries;
    /** State of each delivery; key delivery id, value DeliveryLedgerEntry, compacted. */
    public final TopicSpec deliveryLedger;
    /** Deliveries that were given up; key delivery id, value DeliveryLedgerEntry. */
    public final TopicSpec deliveriesDead;
    /** Records that could not be processed: key and value as they came, reason in the headers. */
    public final TopicSpec deadLetters;
    /** Rules that were made or changed at run time; key id, or id and version, value RuleVersion, compacted. */
    public final TopicSpec rules;
    /** Where processors can be asked; key instance id, value InstanceAnnouncement, compacted. */
    public final TopicSpec instances;

    /**
     * Makes the catalogue.
     *
     * @param prefix what every name starts with, without the dot
     */
    public Topics(String prefix) {
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        events = input("events", Duration.ofHours(48));
        logs = input("logs", Duration.ofHours(48));
        ticks = input("ticks", Duration.ofHours(1));
        alertCommands = input("alert-commands", Duration.ofDays(7));
        maintenance = input("maintenance", Duration.ofDays(7));
        evaluations = add("evaluations", true, retained(Duration.ofHours(48)));
        findings = add("findings", true, retained(Duration.ofHours(48)));
        sourceStatus = add("source-status", true, compacted());
        scopePartials = add("scope-partials", true, retained(Duration.ofHours(1)));
        environmentHealth = add("environment-health", true, compacted());
        patterns = add("patterns", true, compacted());
        alerts = add("alerts", true, compacted());
        alertTransitions = add("alert-transitions", true, retained(Duration.ofDays(14)));
        incidents = add("incidents", true, compacted());
        incidentCommands = input(INCIDENT_COMMANDS, Duration.ofDays(7));
        alertInputs = add("alert-inputs", false, retained(Duration.ofHours(48)));
        deliveries = add("deliveries", true, large(retained(Duration.ofDays(7))));
        deliveryLedger = add("delivery-ledger", true, large(compacted()));
        deliveriesDead = add("deliveries-dead", true, large(retained(Duration.ofDays(14))));
        Map<String, String> deadLetterConfig = new HashMap<>(retained(Duration.ofDays(14)));
        // The largest record that an input takes must fit in with the headers that say why it is here.
        deadLetterConfig.put("max.message.bytes", Integer.toString(2 * 1024 * 1024));
        deadLetters = add("dead-letters", true, deadLetterConfig);
        rules = add("rules", false, compacted());
        instances = add("instances", false, compacted());
    }

    /** Returns the prefix. */
    public String prefix() {
        return prefix;
    }

    /** Returns every topic, in the order of the catalogue. */
    public List<TopicSpec> all() {
        return Collections.unmodifiableList(all);
    }

    private TopicSpec input(String shortName, Duration retention) {
        Map<String, String> config = new HashMap<>(retained(retention));
        config.put("message.timestamp.type", "LogAppendTime");
        return add(shortName, true, config);
    }

    private TopicSpec add(String shortName, boolean partitioned, Map<String, String> config) {
        TopicSpec topic = new TopicSpec(shortName, prefix + "." + shortName + ".v1", partitioned, config);
        all.add(topic);
        return topic;
    }

    private static Map<String, String> retained(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
    }

    /** A notification tells of all alerts of its group at once. */
    private static Map<String, String> large(Map<String, String> config) {
        Map<String, String> larger = new HashMap<>(config);
        larger.put("max.message.bytes", Integer.toString(8 * 1024 * 1024));
        return larger;
    }

    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact");
    }
}
