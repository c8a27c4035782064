package io.tocsin.query.view;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceForecasts;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SingleObject;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A view of the processors and the type of its rows: what ties a name to a codec, so that no row is read as something
 * else. Immutable and thread-safe.
 *
 * @param <T> type of a row's value
 */
public final class View<T extends SpecificRecord> {

    /** Sources; key SourceKey. */
    public static final View<SourceView> SOURCES = new View<>(Stores.VIEW_SOURCES, SourceView.class);
    /** Alerts; key fingerprint. */
    public static final View<Alert> ALERTS = new View<>(Stores.VIEW_ALERTS, Alert.class);
    /** Steps in the lives of alerts, latest first. */
    public static final View<AlertHistoryEntry> ALERT_HISTORY =
            new View<>(Stores.VIEW_ALERT_HISTORY, AlertHistoryEntry.class);
    /** Evaluation log, newest first. */
    public static final View<Evaluation> EVALUATIONS = new View<>(Stores.VIEW_EVALUATIONS, Evaluation.class);
    /** What detectors found, latest begun first. */
    public static final View<Finding> FINDINGS = new View<>(Stores.VIEW_FINDINGS, Finding.class);
    /** What is expected of the metrics of a source; key SourceKey. */
    public static final View<SourceForecasts> FORECASTS = new View<>(Stores.VIEW_FORECASTS, SourceForecasts.class);
    /** Recent log lines, latest observed first. */
    public static final View<LogLineView> LOG_LINES = new View<>(Stores.VIEW_LOG_LINES, LogLineView.class);
    /** Templates of log lines, those of most lines first. */
    public static final View<LogTemplateView> LOG_TEMPLATES =
            new View<>(Stores.VIEW_LOG_TEMPLATES, LogTemplateView.class);
    /** Health of environments and tenants; key scope. */
    public static final View<ScopeHealth> SCOPES = new View<>(Stores.VIEW_SCOPES, ScopeHealth.class);
    /** Failure patterns of environments; key scope. */
    public static final View<EnvironmentPatterns> PATTERNS =
            new View<>(Stores.VIEW_PATTERNS, EnvironmentPatterns.class);
    /** Incidents, latest opened first. */
    public static final View<Incident> INCIDENTS = new View<>(Stores.VIEW_INCIDENTS, Incident.class);
    /** Results of maintenance; key command id. */
    public static final View<MaintenanceResult> MAINTENANCE =
            new View<>(Stores.VIEW_MAINTENANCE, MaintenanceResult.class);

    /** Every view that the public API needs. */
    public static final List<View<?>> ALL = List.of(
            SOURCES,
            ALERTS,
            ALERT_HISTORY,
            EVALUATIONS,
            FINDINGS,
            LOG_LINES,
            LOG_TEMPLATES,
            FORECASTS,
            SCOPES,
            PATTERNS,
            INCIDENTS,
            MAINTENANCE);

    private final String name;
    private final SingleObject<T> codec;

    private View(String name, Class<T> type) {
        this.name = name;
        this.codec = SingleObject.of(type);
    }

    /** Returns the name of the view. */
    public String name() {
        return name;
    }

    /** Returns a row with its value read. */
    public Row<T> read(QueryRow row) {
        java.nio.ByteBuffer value = row.getValue();
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return new Row<>(row.getPartition(), row.getKey(), codec.decode(bytes));
    }
}
