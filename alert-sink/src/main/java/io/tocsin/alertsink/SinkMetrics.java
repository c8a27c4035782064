package io.tocsin.alertsink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.delivery.ChannelWorker;
import io.tocsin.alertsink.delivery.LaneMetrics;
import io.tocsin.alertsink.dispatch.DispatchMetrics;
import io.tocsin.alertsink.engine.MuteReason;
import io.tocsin.alertsink.ledger.LedgerFollower;
import io.tocsin.schemas.DeliveryAttempt;
import io.tocsin.schemas.DeliveryLedgerEntry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The sink's metrics, all named {@code tocsin.sink.*} but for what Alertmanager's dashboards ask for.
 *
 * <ul>
 *   <li>{@code transitions{result}}: changes of the platform's alerts: read = dead_letter + passed_over + fed
 *   <li>{@code inputs{result}}: what the engine made of its inputs: dead_letter those that are poison, intended deliveries
 *   <li>{@code deliveries{channel,event}}: accepted + resumed = sent + dead + superseded + released + open, where open is the gauge
 *   <li>{@code retries{channel}}: tries that failed and are followed by another one; {@code attempts{channel}}: how long
 *       tries took; {@code latency{channel}}: from the transition to the receiver's answer
 * </ul>
 */
final class SinkMetrics implements DispatchMetrics {

    private static final String TRANSITIONS = "tocsin.sink.transitions";
    private static final String INPUTS = "tocsin.sink.inputs";
    private static final String DELIVERIES = "tocsin.sink.deliveries";
    private static final String CHANNEL = "channel";
    private static final String EVENT = "event";

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter deadLettered;
    private final Counter passedOver;
    private final Counter fed;
    private final Counter inputDeadLettered;
    private final Counter intended;
    private final Map<MuteReason, Counter> suppressed = new EnumMap<>(MuteReason.class);

    SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
        read = transitions("read");
        deadLettered = transitions("dead_letter");
        passedOver = transitions("passed_over");
        fed = transitions("fed");
        inputDeadLettered = registry.counter(INPUTS, "result", "dead_letter");
        intended = registry.counter(INPUTS, "result", "intended");
        for (MuteReason each : MuteReason.values()) {
            suppressed.put(each, registry.counter("alertmanager.notifications.suppressed", "reason", each.text()));
        }
    }

    @Override
    public void read() {
        read.increment();
    }

    @Override
    public void deadLettered() {
        deadLettered.increment();
    }

    @Override
    public void passedOver() {
        passedOver.increment();
    }

    @Override
    public void fed() {
        fed.increment();
    }

    @Override
    public void inputDeadLettered() {
        inputDeadLettered.increment();
    }

    @Override
    public void intended() {
        intended.increment();
    }

    @Override
    public void suppressed(MuteReason reason, int alerts) {
        suppressed.get(reason).increment(alerts);
    }

    /** Returns the metrics of a channel. */
    LaneMetrics forChannel(Channel channel) {
        return new ChannelMetrics(channel.name(), new NotificationMetrics(registry, channel.type()));
    }

    /** Shows how full a channel is. */
    void watch(ChannelWorker worker) {
        registry.gauge("tocsin.sink.open", List.of(tag(worker.channel())), worker, ChannelWorker::open);
        registry.gauge("tocsin.sink.in.flight", List.of(tag(worker.channel())), worker, ChannelWorker::inFlight);
    }

    /**
     * Shows how much is known of the ledger, and how many deliveries nobody carries because their channel is not
     * configured any more.
     */
    void watch(LedgerFollower ledger, Supplier<Set<String>> channels) {
        registry.gauge("tocsin.sink.orphaned", ledger, each -> each.index().openBesides(channels.get()));
        registry.gauge("tocsin.sink.ledger.known", ledger, each -> each.index().size());
        registry.gauge("tocsin.sink.ledger.unreadable", ledger, LedgerFollower::unreadable);
    }

    private Counter transitions(String result) {
        return registry.counter(TRANSITIONS, "result", result);
    }

    private static io.micrometer.core.instrument.Tag tag(String channel) {
        return io.micrometer.core.instrument.Tag.of(CHANNEL, channel);
    }

    private final class ChannelMetrics implements LaneMetrics {

        private final Counter accepted;
        private final Counter resumed;
        private final Counter released;
        private final Counter superseded;
        private final Counter sent;
        private final Counter dead;
        private final Counter retrying;
        private final Timer attempts;
        private final DistributionSummary latency;
        private final NotificationMetrics notifications;

        ChannelMetrics(String channel, NotificationMetrics notifications) {
            this.notifications = notifications;
            accepted = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "accepted");
            resumed = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "resumed");
            released = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "released");
            superseded = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "superseded");
            sent = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "sent");
            dead = registry.counter(DELIVERIES, CHANNEL, channel, EVENT, "dead");
            retrying = registry.counter("tocsin.sink.retries", CHANNEL, channel);
            attempts = registry.timer("tocsin.sink.attempts", CHANNEL, channel);
            latency = DistributionSummary.builder("tocsin.sink.latency")
                    .description("From the transition to the receiver's answer")
                    .baseUnit("milliseconds")
                    .serviceLevelObjectives(10, 25, 50, 100, 250, 500, 1_000, 5_000, 60_000)
                    .tag(CHANNEL, channel)
                    .register(registry);
        }

        @Override
        public void accepted() {
            accepted.increment();
        }

        @Override
        public void resumed() {
            resumed.increment();
        }

        @Override
        public void released() {
            released.increment();
        }

        @Override
        public void superseded() {
            superseded.increment();
        }

        @Override
        public void attempted(DeliveryLedgerEntry after) {
            DeliveryAttempt last = after.getAttempts().get(after.getAttempts().size() - 1);
            attempts.record(Duration.ofMillis(last.getDurationMs()));
            notifications.attempted(after);
            switch (after.getState()) {
                case SENT -> {
                    sent.increment();
                    latency.record(Math.max(
                            0, after.getUpdatedAt() - after.getDelivery().getCreatedAt()));
                }
                case DEAD -> dead.increment();
                case RETRYING -> retrying.increment();
                case SUPERSEDED -> throw new IllegalStateException("no try ends so");
            }
        }
    }
}
