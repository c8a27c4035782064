package io.tocsin.alertsink.api.alertmanager;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.alertsink.Alertmanager;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.engine.Silence;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/** Metrics under the names that dashboards for Alertmanager ask for. Thread-safe. */
@Singleton
final class AlertmanagerMetrics {

    private final Counter firing;
    private final Counter resolved;
    private final Counter invalid;

    AlertmanagerMetrics(Alertmanager alertmanager, MeterRegistry registry) {
        firing = received(registry, "firing");
        resolved = received(registry, "resolved");
        invalid = Counter.builder("alertmanager.alerts.invalid")
                .tag("version", "v2")
                .register(registry);
        gauge(registry, "alertmanager.dispatcher.aggregation.groups", alertmanager, EngineView::groupCount);
        for (Silence.State state : Silence.State.values()) {
            Gauge.builder("alertmanager.silences", alertmanager, each -> ask(each, view -> silences(view, state, each)))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        LatestCounts counts = new LatestCounts(alertmanager);
        for (String name : List.of("alertmanager.alerts", "alertmanager.marked.alerts")) {
            Gauge.builder(name, counts, each -> each.get().active())
                    .tag("state", "active")
                    .strongReference(true)
                    .register(registry);
            Gauge.builder(name, counts, each -> each.get().suppressed())
                    .tag("state", "suppressed")
                    .strongReference(true)
                    .register(registry);
        }
        Gauge.builder(
                        "alertmanager.config.hash",
                        alertmanager,
                        each -> hash(each.config().original()))
                .register(registry);
        Gauge.builder(
                        "alertmanager.config.last.reload.successful",
                        alertmanager,
                        each -> each.lastReload().successful() ? 1 : 0)
                .register(registry);
        Gauge.builder(
                        "alertmanager.config.last.reload.success.timestamp.seconds",
                        alertmanager,
                        each -> each.lastReload().at().toEpochMilli() / 1_000.0)
                .register(registry);
        Gauge.builder("alertmanager.receivers", alertmanager, each -> each.config()
                        .receivers()
                        .size())
                .register(registry);
        Gauge.builder("alertmanager.integrations", alertmanager, each -> each.config()
                        .integrations()
                        .size())
                .register(registry);
        Gauge.builder("alertmanager.build.info", () -> 1)
                .tag("version", ApiJson.VERSION)
                .tag("branch", "tocsin")
                .register(registry);
        Gauge.builder("alertmanager.cluster.enabled", () -> 0).register(registry);
        Gauge.builder("alertmanager.cluster.members", () -> 1).register(registry);
        Gauge.builder("alertmanager.cluster.health.score", () -> 0).register(registry);
    }

    void received(PostedAlerts posted) {
        firing.increment(posted.firing());
        resolved.increment(posted.valid().size() + posted.invalid().size() - posted.firing());
        invalid.increment(posted.invalid().size());
    }

    private static Counter received(MeterRegistry registry, String status) {
        return Counter.builder("alertmanager.alerts.received")
                .tag("status", status)
                .tag("version", "v2")
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry, String name, Alertmanager alertmanager, ToDoubleFunction<EngineView> value) {
        Gauge.builder(name, alertmanager, each -> ask(each, value)).register(registry);
    }

    private static double ask(Alertmanager alertmanager, ToDoubleFunction<EngineView> question) {
        return alertmanager
                .handle()
                .engine()
                .map(engine -> question.applyAsDouble(engine.view()))
                .orElse(0.0);
    }

    private static double silences(EngineView view, Silence.State state, Alertmanager alertmanager) {
        Instant now = alertmanager.clock().instant();
        return view.silences(Silence.Effect.MUTE).stream()
                .filter(each -> each.state(now) == state)
                .count();
    }

    /** A number of 48 bits that changes with the text, as Alertmanager's does: it compares the files of instances. */
    private static double hash(String text) {
        UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return hash.getMostSignificantBits() >>> 16;
    }

    /** The counts of alerts, taken once for all meters of a scrape. */
    private static final class LatestCounts {

        private static final Duration FRESH = Duration.ofSeconds(1);

        private final Alertmanager alertmanager;
        private Instant at = Instant.EPOCH;
        private EngineView.AlertCounts counts = new EngineView.AlertCounts(0, 0);

        LatestCounts(Alertmanager alertmanager) {
            this.alertmanager = alertmanager;
        }

        synchronized EngineView.AlertCounts get() {
            Instant now = alertmanager.clock().instant();
            if (now.isBefore(at) || now.isAfter(at.plus(FRESH))) {
                counts = alertmanager
                        .handle()
                        .engine()
                        .map(engine -> engine.view().alertCounts(now))
                        .orElse(new EngineView.AlertCounts(0, 0));
                at = now;
            }
            return counts;
        }
    }
}
