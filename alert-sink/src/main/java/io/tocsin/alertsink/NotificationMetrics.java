package io.tocsin.alertsink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts notifications of one kind of receiver under the names that dashboards for Alertmanager ask for:
 * {@code alertmanager_notifications_total}, {@code _notifications_failed_total{reason}},
 * {@code _notification_requests_total}, {@code _notification_requests_failed_total} and
 * {@code _notification_latency_seconds}.
 *
 * <p>Alertmanager tries a notification until its group is flushed again and then begins a new one. A delivery is one thing
 * here, but is counted in the same way: it counts again, and as failed, for each flush of its group that it outlives.
 * Thread-safe.
 */
final class NotificationMetrics {

    private static final String INTEGRATION = "integration";
    /** Alertmanager gives a notification so long however short the interval is. */
    private static final long SHORTEST_FLUSH_MILLIS = 10_000;

    /** Why a notification failed, in Alertmanager's words. */
    private enum Reason {
        CLIENT_ERROR("clientError"),
        SERVER_ERROR("serverError"),
        TIMEOUT("contextDeadlineExceeded"),
        OTHER("other");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        static Reason of(DeliveryAttempt attempt) {
            if (attempt.getHttpStatus() != null) {
                return attempt.getHttpStatus() >= 500 ? SERVER_ERROR : CLIENT_ERROR;
            }
            return "no answer in time".equals(attempt.getError()) ? TIMEOUT : OTHER;
        }
    }

    private final Counter notifications;
    private final List<Counter> failed = new ArrayList<>();
    private final Counter requests;
    private final Counter requestsFailed;
    private final Timer latency;

    /**
     * Makes it, beginning at zero.
     *
     * @param integration kind of receiver
     */
    NotificationMetrics(MeterRegistry registry, String integration) {
        notifications = registry.counter("alertmanager.notifications", INTEGRATION, integration);
        for (Reason each : Reason.values()) {
            failed.add(registry.counter(
                    "alertmanager.notifications.failed", INTEGRATION, integration, "reason", each.text));
        }
        requests = registry.counter("alertmanager.notification.requests", INTEGRATION, integration);
        requestsFailed = registry.counter("alertmanager.notification.requests.failed", INTEGRATION, integration);
        latency = Timer.builder("alertmanager.notification.latency")
                .tag(INTEGRATION, integration)
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(20))
                .register(registry);
    }

    /** A try ended and is on record. */
    void attempted(DeliveryLedgerEntry after) {
        List<DeliveryAttempt> attempts = after.getAttempts();
        DeliveryAttempt last = attempts.get(attempts.size() - 1);
        requests.increment();
        latency.record(Duration.ofMillis(last.getDurationMs()));
        DeliveryAttempt before = after.getAttemptCount() == 1 ? null : attempts.get(attempts.size() - 2);
        if (before == null || endsFlush(before) || flush(after, last.getAt()) > flush(after, before.getAt())) {
            notifications.increment();
        }
        if (after.getState() == DeliveryState.SENT) {
            return;
        }
        requestsFailed.increment();
        Long next = after.getNextAttemptAt();
        if (next == null || endsFlush(last) || flush(after, next) > flush(after, last.getAt())) {
            failed.get(Reason.of(last).ordinal()).increment();
        }
    }

    /** A refusal is not tried again before the next flush. */
    private static boolean endsFlush(DeliveryAttempt attempt) {
        Integer status = attempt.getHttpStatus();
        return status != null && status < 500 && status != 408 && status != 425 && status != 429;
    }

    /** Returns how often its group was flushed since a delivery was made; a group without interval is not flushed. */
    private static long flush(DeliveryLedgerEntry entry, long at) {
        long interval = entry.getDelivery().getGroupIntervalMs();
        return interval <= 0
                ? 0
                : Math.max(0, at - entry.getDelivery().getCreatedAt()) / Math.max(interval, SHORTEST_FLUSH_MILLIS);
    }
}
