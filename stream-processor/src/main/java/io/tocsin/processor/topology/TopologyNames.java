package io.tocsin.processor.topology;

/**
 * Names of the nodes of the topology. Names of stores that hold state are in
 * {@link io.tocsin.schemas.catalogue.Stores}. No name is left to Streams to choose: a generated name changes with the
 * next node that is added, and takes changelogs with it.
 */
public final class TopologyNames {

    /** Source of events. */
    public static final String EVENTS_SOURCE = "events-source";
    /** Source of log lines. */
    public static final String LOGS_SOURCE = "logs-source";
    /** Source of beats of time. */
    public static final String TICKS_SOURCE = "ticks-source";
    /** Source of what people ask of alerts. */
    public static final String ALERT_COMMANDS_SOURCE = "alert-commands-source";
    /** Source of clean-up wishes. */
    public static final String MAINTENANCE_SOURCE = "maintenance-source";
    /** Folds records into sources. */
    public static final String SOURCE_FOLD = "source-fold";
    /** Evaluation log. */
    public static final String EVALUATIONS_SINK = "evaluations-sink";
    /** What detectors found. */
    public static final String FINDINGS_SINK = "findings-sink";
    /** Present state of each source. */
    public static final String SOURCE_STATUS_SINK = "source-status-sink";
    /** Alerts as they stand. */
    public static final String ALERTS_SINK = "alerts-sink";
    /** History of alerts. */
    public static final String ALERT_TRANSITIONS_SINK = "alert-transitions-sink";
    /** Partials of scopes. */
    public static final String SCOPE_PARTIALS_SINK = "scope-partials-sink";
    /** Records that the source fold could not process. */
    public static final String SOURCE_DEAD_LETTERS_SINK = "source-dead-letters-sink";
    /** Source of partials of scopes. */
    public static final String SCOPE_PARTIALS_SOURCE = "scope-partials-source";
    /** Source of what people ask of incidents. */
    public static final String INCIDENT_COMMANDS_SOURCE = "incident-commands-source";
    /** Merges partials into the health of scopes. */
    public static final String SCOPE_FOLD = "scope-fold";
    /** Health of scopes. */
    public static final String ENVIRONMENT_HEALTH_SINK = "environment-health-sink";
    /** Failure patterns. */
    public static final String PATTERNS_SINK = "patterns-sink";
    /** Word of patterns for the alerts of the sources from which they likely come. */
    public static final String SCOPE_ALERT_COMMANDS_SINK = "scope-alert-commands-sink";
    /** Incidents as they stand. */
    public static final String INCIDENTS_SINK = "incidents-sink";
    /** Records that the scope fold could not process. */
    public static final String SCOPE_DEAD_LETTERS_SINK = "scope-dead-letters-sink";

    /** Store without content by which the source fold learns of commits. */
    public static final String SOURCE_COMMIT_HOOK = "source-commit-hook";
    /** Store without content by which the scope fold learns of commits. */
    public static final String SCOPE_COMMIT_HOOK = "scope-commit-hook";

    private TopologyNames() {}
}
