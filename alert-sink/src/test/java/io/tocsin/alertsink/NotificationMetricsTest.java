package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NotificationMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NotificationMetrics metrics = new NotificationMetrics(registry, "webhook");
    private final List<DeliveryAttempt> attempts = new ArrayList<>();

    /** A try so many seconds after its delivery was made; the next one follows after some more, or none. */
    private void attempt(long groupIntervalMillis, double at, Integer status, Double next) {
        Delivery delivery = Delivery.newBuilder(Examples.delivery("d", "c", "f", 1, false))
                .setGroupIntervalMs(groupIntervalMillis)
                .build();
        attempts.add(DeliveryAttempt.newBuilder()
                .setAt(delivery.getCreatedAt() + Math.round(at * 1_000))
                .setDurationMs(20)
                .setHttpStatus(status)
                .setError(status != null && status == 200 ? null : status == null ? "no answer in time" : "no")
                .build());
        DeliveryState failed = next == null ? DeliveryState.DEAD : DeliveryState.RETRYING;
        metrics.attempted(DeliveryLedgerEntry.newBuilder()
                .setDelivery(delivery)
                .setState(status != null && status == 200 ? DeliveryState.SENT : failed)
                .setAttempts(attempts)
                .setAttemptCount(attempts.size())
                .setCycleStartedAt(delivery.getCreatedAt())
                .setNextAttemptAt(next == null ? null : delivery.getCreatedAt() + Math.round(next * 1_000))
                .setUpdatedAt(delivery.getCreatedAt())
                .build());
    }

    private double count(String name) {
        return registry.get(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void aRetryWithinAFlushIsARequestAndNoNotification() {
        attempt(60_000, 0, 500, 1.0);
        attempt(60_000, 1, 200, null);
        assertThat(count("alertmanager.notifications")).isEqualTo(1);
        assertThat(count("alertmanager.notifications.failed")).isZero();
        assertThat(count("alertmanager.notification.requests")).isEqualTo(2);
        assertThat(count("alertmanager.notification.requests.failed")).isEqualTo(1);
    }

    @Test
    void whatOutlivesAFlushFailsAndBeginsAnew() {
        attempt(60_000, 0, 400, 60.0);
        attempt(60_000, 60, null, 61.0);
        attempt(60_000, 61, 200, null);
        assertThat(count("alertmanager.notifications")).isEqualTo(2);
        assertThat(registry.get("alertmanager.notifications.failed")
                        .tag("reason", "clientError")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(count("alertmanager.notifications.failed")).isEqualTo(1);
    }

    @Test
    void aShortIntervalGivesANotificationTenSeconds() {
        attempt(1_000, 0, 503, 2.0);
        attempt(1_000, 2, 503, 11.0);
        attempt(1_000, 11, null, null);
        assertThat(count("alertmanager.notifications")).isEqualTo(2);
        assertThat(count("alertmanager.notifications.failed")).isEqualTo(2);
    }

    @Test
    void theNamesAreThoseOfAlertmanager() {
        attempt(60_000, 0, 200, null);
        assertThat(registry.scrape())
                .contains(
                        "alertmanager_notifications_total{integration=\"webhook\"} 1.0",
                        "alertmanager_notifications_failed_total{integration=\"webhook\",reason=\"clientError\"} 0.0",
                        "alertmanager_notification_requests_total{integration=\"webhook\"} 1.0",
                        "alertmanager_notification_requests_failed_total{integration=\"webhook\"} 0.0",
                        "alertmanager_notification_latency_seconds_bucket{integration=\"webhook\",le=\"1.0\"} 1",
                        "alertmanager_notification_latency_seconds_count{integration=\"webhook\"} 1");
    }
}
