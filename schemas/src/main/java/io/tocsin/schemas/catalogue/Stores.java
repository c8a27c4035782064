package io.tocsin.schemas.catalogue;

/**
 * The catalogue of state stores and of the views that the internal query RPC serves from them. Names of stores are part
 * of changelog topic names: a changed name is a lost state.
 */
public final class Stores {

    /** Heads of sources: key SourceKey, everything but the buckets. Source sub-topology. */
    public static final String SOURCE_HEADS = "source-heads";
    /** Buckets of sources: key SourceKey, level and slot of a ring. Source sub-topology. */
    public static final String SOURCE_BUCKETS = "source-buckets";
    /** What was learned about sources: key SourceKey and name of the part. Source sub-topology. */
    public static final String SOURCE_MODELS = "source-models";
    /** Ids counted lately, packed in segments. Source sub-topology. */
    public static final String EVENT_IDS = "event-ids";
    /** Alerts as they stand: key fingerprint. Source sub-topology. */
    public static final String ALERTS = "alerts";
    /** Steps in the lives of alerts: key time, latest first, and once more fingerprint and time. Source sub-topology. */
    public static final String ALERT_HISTORY = "alert-history";
    /** Evaluation log: key SourceKey and time, newest first. Source sub-topology. */
    public static final String EVALUATIONS = "evaluations";
    /** Evaluation log in order of time: key time and SourceKey, newest first. Source sub-topology. */
    public static final String EVALUATIONS_BY_TIME = "evaluations-by-time";
    /** What detectors found: key time of its beginning, newest first, id and SourceKey. Source sub-topology. */
    public static final String FINDINGS = "findings";
    /** Templates of log lines: key SourceKey and id. Source sub-topology. */
    public static final String LOG_TEMPLATES = "log-templates";
    /** Recent log lines in blocks: key SourceKey and slot of a ring. Source sub-topology. */
    public static final String LOG_LINES = "log-lines";
    /** Offsets whose effect is in the stores, and results of maintenance. Source sub-topology. */
    public static final String TASK_PROGRESS = "task-progress";
    /** Partials of scopes: key scope and partition. Scope sub-topology. */
    public static final String SCOPE_PARTIALS = "scope-partials";
    /** What is remembered of each environment from look to look: key scope. Scope sub-topology. */
    public static final String ENVIRONMENTS = "environments";
    /** Failure patterns of environments: key scope. Scope sub-topology. */
    public static final String PATTERNS = "patterns";
    /** Incidents: key time of their opening, newest first, and id. Scope sub-topology. */
    public static final String INCIDENTS = "incidents";
    /** Health of scopes: key scope. Scope sub-topology. */
    public static final String SCOPE_HEALTH = "scope-health";
    /** Alerts, groups, silences, notification log and progress of the alert engine: key kind and identity. Alert sink. */
    public static final String ALERT_ENGINE = "alert-engine";

    /** View of {@link #SOURCE_HEADS} and {@link #SOURCE_BUCKETS}: key SourceKey, value SourceView. */
    public static final String VIEW_SOURCES = "sources";
    /** View of {@link #ALERTS}: key fingerprint, value Alert. */
    public static final String VIEW_ALERTS = "alerts";
    /** View of {@link #ALERT_HISTORY}: latest first, value AlertHistoryEntry. */
    public static final String VIEW_ALERT_HISTORY = "alert-history";
    /** View of {@link #EVALUATIONS}: newest first, value Evaluation. */
    public static final String VIEW_EVALUATIONS = "evaluations";
    /** View of {@link #FINDINGS}: latest begun first, value Finding. */
    public static final String VIEW_FINDINGS = "findings";
    /** View of {@link #LOG_TEMPLATES}: most lines first, value LogTemplateView. */
    public static final String VIEW_LOG_TEMPLATES = "log-templates";
    /** View of {@link #LOG_LINES}: latest observed first, value LogLineView. */
    public static final String VIEW_LOG_LINES = "log-lines";
    /** View of {@link #SOURCE_MODELS}: what is expected of metrics; key SourceKey, value SourceForecasts. */
    public static final String VIEW_FORECASTS = "forecasts";
    /** View of {@link #PATTERNS}: key scope, value EnvironmentPatterns. */
    public static final String VIEW_PATTERNS = "patterns";
    /** View of {@link #INCIDENTS}: latest opened first, value Incident. */
    public static final String VIEW_INCIDENTS = "incidents";
    /** View of {@link #SCOPE_HEALTH}: key scope, value ScopeHealth. */
    public static final String VIEW_SCOPES = "scopes";
    /** View of {@link #TASK_PROGRESS}: key command id, value MaintenanceResult. */
    public static final String VIEW_MAINTENANCE = "maintenance";

    private Stores() {}
}
