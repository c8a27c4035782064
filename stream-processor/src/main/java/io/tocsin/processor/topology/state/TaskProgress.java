package io.tocsin.processor.topology.state;

import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far a task has come, and the small things that belong to it as a whole. Not thread-safe. Keys of the store:
 * {@link Progress#KEY}, {@code e} for the number of evaluations, {@code s} for the totals of scopes, {@code m/} and the id
 * of a command for its result.
 */
public final class TaskProgress {

    private static final String RESULT_PREFIX = "m/";
    private static final Bytes EVALUATIONS = text("e");
    private static final Bytes SCOPES = text("s");
    private static final int RESULTS = 1_000;
    private static final long NO_OFFSET = -1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final List<KeyValueStore<Bytes, byte[]>> marked;
    private final String[] topics;
    private final long[] offsets;
    private final LinkedHashMap<String, Long> results = new LinkedHashMap<>();
    private long streamTime;

    /**
     * Takes over the store of a task.
     *
     * @param topics short names of the input topics
     * @param marked the other stores of the task that can be asked, which get the progress as well
     */
    public TaskProgress(
            KeyValueStore<Bytes, byte[]> store,
            String[] topics,
            List<KeyValueStore<Bytes, byte[]>> marked,
            SingleObject<MaintenanceResult> codec) {
        this.store = store;
        this.marked = List.copyOf(marked);
        Progress progress = Progress.decode(store.get(Progress.KEY));
        streamTime = progress.streamTime();
        this.topics = topics.clone();
        offsets = new long[topics.length];
        for (int i = 0; i < topics.length; i++) {
            offsets[i] = progress.offsets().getOrDefault(topics[i], NO_OFFSET);
        }
        Map<String, Long> found = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                String key = new String(entry.key.get(), StandardCharsets.UTF_8);
                if (key.startsWith(RESULT_PREFIX)) {
                    found.put(
                            key.substring(RESULT_PREFIX.length()),
                            codec.decode(entry.value).getAt());
                }
            }
        }
        found.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> results.put(entry.getKey(), entry.getValue()));
    }

    /** Returns the key under which the result of a command lies. */
    public static Bytes resultKey(String commandId) {
        return text(RESULT_PREFIX + commandId);
    }

    /** Returns the greatest append time so far: epoch milliseconds, {@link Long#MIN_VALUE} before the first record. */
    public long streamTime() {
        return streamTime;
    }

    /**
     * Notes a record that the task takes, and returns the stream time with it.
     *
     * @param topic index of the topic among those given at the start
     */
    public long advance(int topic, long offset, long timestamp) {
        offsets[topic] = offset;
        streamTime = Math.max(streamTime, timestamp);
        return streamTime;
    }

    /** Returns the number of evaluations when the store was last written. */
    public long evaluations() {
        byte[] stored = store.get(EVALUATIONS);
        return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
    }

    /** Returns the totals of scopes when the store was last written. */
    public Optional<byte[]> scopes() {
        return Optional.ofNullable(store.get(SCOPES));
    }

    /** Returns whether a maintenance command was carried out before. */
    public boolean isDone(String commandId) {
        return results.containsKey(commandId);
    }

    /** Stores the result of a maintenance command; of very many the oldest goes. */
    public void done(MaintenanceResult result, byte[] stored) {
        store.put(resultKey(result.getId()), stored);
        results.put(result.getId(), result.getAt());
        if (results.size() > RESULTS) {
            String oldest = results.keySet().iterator().next();
            results.remove(oldest);
            store.put(resultKey(oldest), null);
        }
    }

    /** Writes the progress, last of all at a commit. */
    public void write(long evaluations, byte[] scopes) {
        store.put(
                EVALUATIONS,
                ByteBuffer.allocate(Long.BYTES).putLong(evaluations).array());
        if (!Arrays.equals(scopes, store.get(SCOPES))) {
            store.put(SCOPES, scopes);
        }
        byte[] progress = now().encode();
        for (KeyValueStore<Bytes, byte[]> each : marked) {
            each.put(Progress.KEY, progress);
        }
        store.put(Progress.KEY, progress);
    }

    private Progress now() {
        Map<String, Long> known = new HashMap<>();
        for (int i = 0; i < topics.length; i++) {
            if (offsets[i] != NO_OFFSET) {
                known.put(topics[i], offsets[i]);
            }
        }
        return new Progress(streamTime, known);
    }

    private static Bytes text(String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }
}
