package io.tocsin.alertsink.notification;

import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What people do with notifications besides getting them. Reading may block as {@link LedgerQueries} does. Thread-safe. */
public final class NotificationDesk {

    private final LedgerQueries ledger;
    private final OutboxWriter outbox;
    private final Supplier<List<ConfiguredChannel>> channels;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * Makes a desk.
     *
     * @param channels gives the configured channels, in their order
     * @param ids makes new ids
     */
    public NotificationDesk(
            LedgerQueries ledger,
            OutboxWriter outbox,
            Supplier<List<ConfiguredChannel>> channels,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.channels = channels;
        this.clock = clock;
        this.ids = ids;
    }

    /** What became of a wish about one notification. */
    public enum Outcome {
        /** It is done, or Kafka has it and it will be. */
        DONE,
        /** There is no such notification. */
        UNKNOWN,
        /** It is being delivered; only what is sent or given up can be handled so. */
        STILL_OPEN,
        /** Its channel is not configured any more. */
        NO_CHANNEL
    }

    /**
     * A notification that was taken.
     *
     * @param id its id
     * @param queued whether it is on its way; otherwise it has no channel and is on the ledger as given up
     */
    public record Taken(String id, boolean queued) {}

    /**
     * A channel that notifications can be sent to.
     *
     * @param name its name
     * @param type kind of receiver: console, file, webhook, email, ...
     */
    public record ConfiguredChannel(String name, String type) {}

    /** Returns the configured channels. */
    public List<ConfiguredChannel> channels() {
        return channels.get();
    }

    /**
     * Sends a text to a channel, named by its name or, when it is the first of its type, by its type. One to a channel
     * that is not configured is put on the ledger as given up.
     */
    public CompletionStage<Taken> send(NotificationText text) {
        Optional<String> channel = channel(text.channel());
        Delivery delivery = WrittenDeliveries.of(text, channel.orElse(text.channel()), newId(), clock.millis());
        if (channel.isEmpty()) {
            DeliveryLedgerEntry entry = WrittenDeliveries.undeliverable(
                    delivery, "no channel '" + text.channel() + "' is configured", clock.millis());
            return ledger.put(outbox.partition(delivery), entry)
                    .thenApply(durable -> new Taken(delivery.getId(), false));
        }
        return outbox.write(delivery).thenApply(durable -> new Taken(delivery.getId(), true));
    }

    /** Notes that somebody has read a notification. */
    public CompletionStage<Outcome> markRead(String id) {
        return finished(
                id,
                entry -> ledger.put(
                        ledger.partition(id).orElseThrow(),
                        DeliveryLedgerEntry.newBuilder(entry)
                                .setReadAt(entry.getReadAt() == null ? Long.valueOf(clock.millis()) : entry.getReadAt())
                                .build()));
    }

    /** Forgets a notification. */
    public CompletionStage<Outcome> delete(String id) {
        return finished(id, entry -> ledger.forget(ledger.partition(id).orElseThrow(), id));
    }

    /** Sends a notification once more: one that was given up under its own id, one that was sent under a new one. */
    public CompletionStage<Outcome> resend(String id) {
        Optional<DeliveryLedgerEntry> entry = ledger.find(id);
        if (entry.isPresent() && entry.get().getState() == DeliveryState.SENT) {
            Delivery sent = entry.get().getDelivery();
            if (channels.get().stream().noneMatch(each -> each.name().equals(sent.getChannel()))) {
                return CompletableFuture.completedFuture(Outcome.NO_CHANNEL);
            }
            return outbox.write(WrittenDeliveries.again(sent, newId(), clock.millis()))
                    .thenApply(durable -> Outcome.DONE);
        }
        return ledger.replay(id).thenApply(replay -> switch (replay.outcome()) {
            case ASKED -> Outcome.DONE;
            case UNKNOWN -> Outcome.UNKNOWN;
            case NOT_DEAD -> Outcome.STILL_OPEN;
            case NO_CHANNEL -> Outcome.NO_CHANNEL;
        });
    }

    private CompletionStage<Outcome> finished(String id, Wish wish) {
        Optional<DeliveryLedgerEntry> entry = ledger.find(id);
        if (entry.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.UNKNOWN);
        }
        if (entry.get().getState() == DeliveryState.RETRYING) {
            return CompletableFuture.completedFuture(Outcome.STILL_OPEN);
        }
        return wish.of(entry.get()).thenApply(durable -> Outcome.DONE);
    }

    private Optional<String> channel(String wanted) {
        return channels.get().stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .or(() -> channels.get().stream()
                        .filter(each -> each.type().equals(wanted))
                        .findFirst())
                .map(ConfiguredChannel::name);
    }

    private String newId() {
        return ids.get().toString();
    }

    @FunctionalInterface
    private interface Wish {
        CompletionStage<Void> of(DeliveryLedgerEntry entry);
    }
}
