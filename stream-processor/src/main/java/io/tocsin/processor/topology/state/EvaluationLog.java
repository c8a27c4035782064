package io.tocsin.processor.topology.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The evaluation log of a task: entries in order of time, an index by source, and their removal by number and age in
 * small steps. Not thread-safe.
 */
public final class EvaluationLog {

    private static final int REMOVED_PER_STEP = 500;
    private static final long UNKNOWN = -1;

    private final KeyValueStore<Bytes, byte[]> bySource;
    private final KeyValueStore<Bytes, byte[]> byTime;
    private final EvaluationRetention retention;
    private long size;
    private long oldestAt = UNKNOWN;
    private Bytes removedFrom;

    /**
     * Takes over the stores of a task.
     *
     * @param size number of entries, as it was when the stores were last written
     */
    public EvaluationLog(
            KeyValueStore<Bytes, byte[]> bySource,
            KeyValueStore<Bytes, byte[]> byTime,
            EvaluationRetention retention,
            long size) {
        this.bySource = bySource;
        this.byTime = byTime;
        this.retention = retention;
        this.size = size;
    }

    /** Returns the number of entries. */
    public long size() {
        return size;
    }

    /** Adds an entry and removes the one of the same source that is now one too many. */
    public void append(SourceEntry source, long at, byte[] evaluation) {
        if (source.latestEvaluation == SourceEntry.UNKNOWN_EVALUATION) {
            source.latestEvaluation = latestNumber(source.key);
        }
        String sourceText = new String(source.key, StandardCharsets.UTF_8);
        EvaluationKey key = new EvaluationKey(sourceText, at, ++source.latestEvaluation);
        byTime.put(key.byTime(), evaluation);
        bySource.put(key.bySource(), ByteBuffer.allocate(Long.BYTES).putLong(at).array());
        size++;
        long surplus = key.number() - retention.perSource();
        if (surplus > 0) {
            Bytes indexKey = EvaluationKey.bySource(source.key, surplus);
            byte[] oldAt = bySource.get(indexKey);
            if (oldAt != null) {
                long oldTime = ByteBuffer.wrap(oldAt).getLong();
                byTime.put(new EvaluationKey(sourceText, oldTime, surplus).byTime(), null);
                bySource.put(indexKey, null);
                size--;
            }
        }
    }

    /** Removes some of the entries that are too old or too many. */
    public void expire(long streamTime) {
        long cutoff = streamTime - retention.ageMs();
        long surplus = size - retention.perPartition();
        if (surplus <= 0 && (size == 0 || oldestAt != UNKNOWN && oldestAt > cutoff)) {
            return;
        }
        remove(cutoff, Math.max(0, surplus), REMOVED_PER_STEP);
    }

    /** Removes every entry at or before a time and returns how many. */
    public long removeUpTo(long cutoff) {
        return remove(cutoff, 0, Long.MAX_VALUE);
    }

    /** Returns the number of entries at or before a time. */
    public long countUpTo(long cutoff) {
        long count = 0;
        Bytes from = Bytes.wrap(EvaluationKey.firstNotNewerThan(cutoff).getBytes(StandardCharsets.UTF_8));
        try (KeyValueIterator<Bytes, byte[]> entries = byTime.range(from, null)) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    /** Removes the oldest entries: those up to the cutoff, and {@code surplus} in any case, at most {@code limit}. */
    private long remove(long cutoff, long surplus, long limit) {
        List<EvaluationKey> gone = new ArrayList<>();
        long removed = 0;
        oldestAt = UNKNOWN;
        // Entries behind the last removed one are gone; walking over their tombstones again would cost ever more.
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = byTime.reverseRange(null, removedFrom)) {
            while (oldestFirst.hasNext()) {
                KeyValue<Bytes, byte[]> entry = oldestFirst.next();
                if (Progress.isKey(entry.key.get())) {
                    break;
                }
                EvaluationKey key = EvaluationKey.parse(new String(entry.key.get(), StandardCharsets.UTF_8));
                if (removed >= limit || key.at() > cutoff && removed >= surplus) {
                    oldestAt = key.at();
                    break;
                }
                gone.add(key);
                removed++;
            }
        }
        for (EvaluationKey key : gone) {
            removedFrom = key.byTime();
            byTime.put(removedFrom, null);
            bySource.put(key.bySource(), null);
        }
        size -= removed;
        return removed;
    }

    private long latestNumber(byte[] source) {
        byte[] prefix = EvaluationKey.sourcePrefix(source);
        try (KeyValueIterator<Bytes, byte[]> newestFirst =
                bySource.prefixScan(Bytes.wrap(prefix), new org.apache.kafka.common.serialization.BytesSerializer())) {
            return newestFirst.hasNext()
                    ? EvaluationKey.numberOf(newestFirst.next().key.get())
                    : 0;
        }
    }
}
