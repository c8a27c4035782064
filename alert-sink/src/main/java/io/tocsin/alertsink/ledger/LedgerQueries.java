package io.tocsin.alertsink.ledger;

import io.tocsin.alertsink.delivery.LedgerEntries;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.schemas.catalogue.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** What can be asked of the ledger, on any instance. Thread-safe. */
public final class LedgerQueries implements AutoCloseable {

    private final LedgerFollower follower;
    private final KafkaLedger ledger;
    private final LedgerArchive archive;
    private final Deserializer<DeliveryLedgerEntry> deserializer;
    private final Supplier<List<String>> channels;
    private final String topic;
    private final InstantSource clock;

    /**
     * Makes it.
     *
     * @param channels gives the names of the configured channels
     */
    public LedgerQueries(
            LedgerFollower follower,
            KafkaLedger ledger,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Deserializer<DeliveryLedgerEntry> deserializer,
            Supplier<List<String>> channels,
            Topics topics,
            InstantSource clock) {
        this.follower = follower;
        this.ledger = ledger;
        topic = topics.deliveryLedger.name();
        archive = new LedgerArchive(consumers, topic);
        this.deserializer = deserializer;
        this.channels = channels;
        this.clock = clock;
    }

    /**
     * A part of the list of deliveries, newest first.
     *
     * @param items the deliveries
     * @param last last row of the page, where the next page begins; empty when there is no further one
     * @param asOf when it was read: epoch milliseconds
     * @param partial whether the ledger was not read to its end yet, so that deliveries may be missing
     * @param truncated whether older finished deliveries are left out of the list
     */
    public record Page(
            List<DeliveryLedgerEntry> items, Optional<LedgerRow> last, long asOf, boolean partial, boolean truncated) {}

    /** What became of the wish to replay a delivery. */
    public enum ReplayOutcome {
        /** A new cycle of tries begins. */
        ASKED,
        /** There is no such delivery. */
        UNKNOWN,
        /** It is sent or still being tried. */
        NOT_DEAD,
        /** Its channel is not configured any more. */
        NO_CHANNEL
    }

    /**
     * The answer to the wish to replay a delivery.
     *
     * @param entry how the delivery stands now, if it is known
     */
    public record Replay(ReplayOutcome outcome, Optional<DeliveryLedgerEntry> entry) {}

    /**
     * Lists deliveries.
     *
     * @param after where the page before ended, if there was one
     */
    public Page page(Predicate<LedgerRow> filter, Optional<LedgerRow> after, int limit) {
        long asOf = clock.millis();
        boolean partial = !follower.isComplete();
        List<LedgerRow> rows = follower.index().page(filter, after, limit + 1);
        List<LedgerRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        return new Page(
                shown.stream().map(row -> decode(row.bytes())).toList(),
                rows.size() > limit ? Optional.of(shown.get(limit - 1)) : Optional.empty(),
                asOf,
                partial,
                follower.index().isShortened());
    }

    /** Returns whether all that was on the ledger at the start has been read. */
    public boolean isComplete() {
        return follower.isComplete();
    }

    /** Returns how a delivery stands; reads from Kafka, and so may block for 2 s, when it is not held in full. */
    public Optional<DeliveryLedgerEntry> find(String id) {
        return follower.index().find(id).flatMap(this::entry);
    }

    /** Returns the number of deliveries that are known and meet a filter. */
    public long count(Predicate<LedgerRow> filter) {
        return follower.index().count(filter);
    }

    /** Returns the partition of a delivery that is known. */
    public OptionalInt partition(String id) {
        return follower.index().find(id).stream().mapToInt(LedgerRow::partition).findFirst();
    }

    /** Puts a finished delivery on the ledger, or what has changed about one besides its delivery. */
    public CompletionStage<Void> put(int partition, DeliveryLedgerEntry finished) {
        return ledger.note(partition, finished);
    }

    /** Takes a finished delivery off the ledger. */
    public CompletionStage<Void> forget(int partition, String id) {
        return ledger.forget(partition, id);
    }

    /** Asks for a new cycle of tries of a dead delivery, under the same id. Blocks as {@link #find} does. */
    public CompletionStage<Replay> replay(String id) {
        Optional<LedgerRow> row = follower.index().find(id);
        Optional<DeliveryLedgerEntry> entry = row.flatMap(this::entry);
        if (entry.isEmpty()) {
            return CompletableFuture.completedFuture(new Replay(ReplayOutcome.UNKNOWN, entry));
        }
        if (entry.get().getState() != DeliveryState.DEAD) {
            return CompletableFuture.completedFuture(new Replay(ReplayOutcome.NOT_DEAD, entry));
        }
        if (!channels.get().contains(entry.get().getDelivery().getChannel())) {
            return CompletableFuture.completedFuture(new Replay(ReplayOutcome.NO_CHANNEL, entry));
        }
        DeliveryLedgerEntry again = LedgerEntries.replayed(entry.get(), clock.millis());
        return ledger.replay(row.get().partition(), again)
                .thenApply(durable -> new Replay(ReplayOutcome.ASKED, Optional.of(again)));
    }

    @Override
    public void close() {
        archive.close();
    }

    private Optional<DeliveryLedgerEntry> entry(LedgerRow row) {
        return Optional.ofNullable(row.bytes())
                .or(() -> archive.read(row.partition(), row.offset()))
                .map(this::decode);
    }

    private DeliveryLedgerEntry decode(byte[] bytes) {
        return deserializer.deserialize(topic, bytes);
    }
}
