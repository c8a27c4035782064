package io.tocsin.gateway.account;

/** The addresses at which the gateway takes things in. */
public enum Endpoint {
    /** Events in their general form. */
    EVENTS("events", "/api/v1/events"),
    /** One event, as an earlier system took it. */
    MONITORING_EVENTS("monitoring_events", "/api/v1/monitoring/events"),
    /** Snapshots of host agents. */
    HOST_SNAPSHOTS("host_snapshots", "/ingest"),
    /** Batches of log lines of a service. */
    LOG_BATCHES("log_batches", "/api/logs/stream/{service}"),
    /** Single log lines of a service. */
    LOG_LINES("log_lines", "/api/logs/stream/{service}/single"),
    /** Log lines of a service for as long as the request lasts. */
    LOG_STREAMS("log_streams", "/api/logs/stream/{service}/continuous"),
    /** Registrations of services. */
    REGISTRATIONS("registrations", "/api/logs/services/register"),
    /** Heartbeats. */
    HEARTBEATS("heartbeats", "/api/v1/heartbeats"),
    /** Ends of operations. */
    OPERATIONS("operations", "/api/v1/operations"),
    /** Samples of typed metrics. */
    METRICS("metrics", "/api/v1/metrics");

    private final String label;
    private final String path;

    Endpoint(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /** Returns its name in metrics and logs. */
    public String label() {
        return label;
    }

    /** Returns its path, with the service as a variable. */
    public String path() {
        return path;
    }
}
