package io.tocsin.query.json;

import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.HealthStatus;
import java.util.Locale;

/**
 * The one table of words. Health of something and severity of an alert are two things; the documented interfaces have
 * words of their own for both. Stateless.
 */
public final class HealthWords {

    private HealthWords() {}

    /**
     * Returns the status as the monitoring interface (D1) has it: NORMAL, WARNING or CRITICAL. What has not been judged has
     * the score 0, and that is NORMAL there.
     */
    public static String upper(HealthStatus status) {
        return status == HealthStatus.UNKNOWN ? HealthStatus.NORMAL.name() : status.name();
    }

    /** Returns the status as the log viewer's interface (D5) has it: healthy, degraded, critical or unknown. */
    public static String word(HealthStatus status) {
        return switch (status) {
            case UNKNOWN -> "unknown";
            case NORMAL -> "healthy";
            case WARNING -> "degraded";
            case CRITICAL -> "critical";
        };
    }

    /** Returns the severity in lower case, as the documented interfaces have it. */
    public static String word(AlertSeverity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the state of an alert as the documented interfaces have it: active, acknowledged or resolved.
     *
     * @param acknowledged whether somebody has acknowledged it; a recovering alert keeps that
     */
    public static String word(AlertState state, boolean acknowledged) {
        return switch (state) {
            case PENDING, FIRING -> "active";
            case ACKNOWLEDGED -> "acknowledged";
            case RECOVERING -> acknowledged ? "acknowledged" : "active";
            case RESOLVED -> "resolved";
        };
    }
}
