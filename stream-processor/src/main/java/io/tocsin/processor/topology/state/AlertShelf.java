package io.tocsin.processor.topology.state;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The alerts of a task as they stand. A resolved alert stays for a while, so that people see what was, and is then removed
 * from the store and from the topic. Not thread-safe.
 */
public final class AlertShelf {

    /** Hears of alerts that are removed. */
    @FunctionalInterface
    public interface Removal {

        /** An alert is gone. */
        void removed(byte[] fingerprint);
    }

    private record Resolved(long at, byte[] fingerprint) {}

    private static final Comparator<Resolved> EARLIEST_FIRST =
            Comparator.comparingLong(Resolved::at).thenComparing(Resolved::fingerprint, Arrays::compareUnsigned);

    private final KeyValueStore<Bytes, byte[]> store;
    private final long retentionMs;
    private final TreeSet<Resolved> resolved = new TreeSet<>(EARLIEST_FIRST);
    private final Map<Bytes, Resolved> byFingerprint = new HashMap<>();

    /**
     * Takes over the store of a task.
     *
     * @param retentionMs how long a resolved alert stays, milliseconds of stream time
     */
    public AlertShelf(KeyValueStore<Bytes, byte[]> store, SingleObject<Alert> codec, long retentionMs) {
        this.store = store;
        this.retentionMs = retentionMs;
        try (KeyValueIterator<Bytes, byte[]> alerts = store.all()) {
            while (alerts.hasNext()) {
                KeyValue<Bytes, byte[]> entry = alerts.next();
                if (!Progress.isKey(entry.key.get())) {
                    note(entry.key, codec.decode(entry.value));
                }
            }
        }
    }

    /** Puts an alert in the place of the one with the same fingerprint. */
    public void put(Alert alert, byte[] stored) {
        Bytes key = Bytes.wrap(alert.getFingerprint().getBytes(StandardCharsets.UTF_8));
        store.put(key, stored);
        note(key, alert);
    }

    /** Removes the alerts that were resolved long enough ago. */
    public void expire(long streamTime, Removal removal) {
        while (!resolved.isEmpty() && resolved.first().at() + retentionMs <= streamTime) {
            Resolved oldest = resolved.pollFirst();
            Bytes key = Bytes.wrap(oldest.fingerprint());
            byFingerprint.remove(key);
            store.put(key, null);
            removal.removed(oldest.fingerprint());
        }
    }

    private void note(Bytes key, Alert alert) {
        Resolved before = byFingerprint.remove(key);
        if (before != null) {
            resolved.remove(before);
        }
        if (alert.getState() == AlertState.RESOLVED) {
            Resolved now = new Resolved(alert.getUpdatedAt(), key.get());
            byFingerprint.put(key, now);
            resolved.add(now);
        }
    }
}
