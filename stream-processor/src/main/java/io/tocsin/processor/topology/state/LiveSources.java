package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The sources of a task: the active ones as live objects, all others in the store. A live object is changed record by
 * record and written when the task commits, or when it leaves memory because others were used more lately; a source that
 * changed a thousand times between two commits is encoded once. Memory is bounded by the approximate size of the live
 * objects. Sources that wait for a deadline keep a small entry in memory even when they are not live. Not thread-safe.
 */
public final class LiveSources {

    private static final int ENTRY_BYTES = 160;
    private static final int WRITTEN_AT_ONCE = 512;

    private final KeyValueStore<Bytes, byte[]> heads;
    private final SourceBuckets buckets;
    private final LearnedShelf learned;
    private final KeyValueStore<Bytes, byte[]> bucketStore;
    private final SourceStateCodec codec;
    private final long maxBytes;

    private final SourceIndex index = new SourceIndex();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final List<SourceEntry> dirty = new ArrayList<>();
    private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
    private final ArrayDeque<SourceEntry> unbound = new ArrayDeque<>();
    private Consumer<SourceState> onEviction = state -> {};
    private SourceEntry mostRecent;
    private SourceEntry leastRecent;
    private long liveBytes;

    /**
     * Takes over the stores of a task and notes the deadlines of all its sources.
     *
     * @param models learned parts of the sources
     * @param maxBytes approximate size of the live objects above which the least recently used leave
     * @param maxLearnedBytes the same for learned parts, which come on top
     */
    public LiveSources(
            KeyValueStore<Bytes, byte[]> heads,
            KeyValueStore<Bytes, byte[]> buckets,
            KeyValueStore<Bytes, byte[]> models,
            SourceStateCodec codec,
            long maxBytes,
            long maxLearnedBytes) {
        this.heads = heads;
        this.buckets = new SourceBuckets(buckets);
        this.learned = new LearnedShelf(models, maxLearnedBytes);
        this.bucketStore = buckets;
        this.codec = codec;
        this.maxBytes = maxBytes;
        try (KeyValueIterator<Bytes, byte[]> stored = heads.all()) {
            while (stored.hasNext()) {
                KeyValue<Bytes, byte[]> head = stored.next();
                if (!Progress.isKey(head.key.get())) {
                    noteDeadline(head.key.get(), head.value);
                }
            }
        }
    }

    /** Lets somebody hear of each live object that leaves memory. */
    public void onEviction(Consumer<SourceState> listener) {
        onEviction = listener;
    }

    /**
     * Reads stored sources by other rules from now on, and notes that each source in memory must be bound to them; see
     * {@link #nextUnbound}.
     */
    public void use(RuleCatalogue rules) {
        codec.use(rules);
        List<SourceEntry> all = new ArrayList<>(index.size());
        index.forEach(all::add);
        // Where rules are broken it matters most. The order of outputs must not depend on how the index was built.
        all.sort((one, other) ->
                one.broken == other.broken ? Arrays.compareUnsigned(one.key, other.key) : one.broken ? -1 : 1);
        unbound.clear();
        unbound.addAll(all);
    }

    /** Returns the next source that must be bound to the rules, with its live object, or null. */
    public SourceEntry nextUnbound() {
        while (!unbound.isEmpty()) {
            SourceEntry entry = unbound.poll();
            if (entry.state != null) {
                return entry;
            }
            if (entry.heapIndex >= 0) {
                return find(entry.key);
            }
        }
        return null;
    }

    /** Notes that nothing that is stored of a source has changed, but perhaps its deadline and its size. */
    public void rescheduled(SourceEntry entry) {
        deadlines.set(entry, entry.state.nextDeadline());
        measure(entry);
    }

    /**
     * Returns the entry of a source with its live object; a source that is not known begins.
     *
     * @throws PoisonException when the key is no SourceKey
     */
    public SourceEntry findOrCreate(byte[] key, long streamTime) {
        int hash = SourceIndex.hash(key);
        SourceEntry entry = index.find(key, hash);
        if (entry != null && entry.state != null) {
            touch(entry);
            return entry;
        }
        SourceKey name = parse(key);
        byte[] head = heads.get(Bytes.wrap(key));
        SourceState state = head == null
                ? SourceState.create(name.tenant(), name.environment(), name.name(), streamTime)
                : codec.decode(name.tenant(), name.environment(), name.name(), head);
        if (entry == null) {
            entry = new SourceEntry(key, hash);
            index.add(entry);
        }
        enliven(entry, state);
        return entry;
    }

    /** Returns the entry of a source that is known, with its live object, or null. */
    public SourceEntry find(byte[] key) {
        int hash = SourceIndex.hash(key);
        SourceEntry entry = index.find(key, hash);
        if (entry != null && entry.state != null) {
            touch(entry);
            return entry;
        }
        byte[] head = heads.get(Bytes.wrap(key));
        if (head == null) {
            return null;
        }
        SourceKey name = parse(key);
        if (entry == null) {
            entry = new SourceEntry(key, hash);
            index.add(entry);
        }
        enliven(entry, codec.decode(name.tenant(), name.environment(), name.name(), head));
        return entry;
    }

    /** Notes that the fold has changed a source: it will be written, its deadline may have moved, it may have grown. */
    public void changed(SourceEntry entry) {
        if (!entry.dirty) {
            entry.dirty = true;
            dirty.add(entry);
        }
        entry.broken = entry.state.breaksRules();
        deadlines.set(entry, entry.state.nextDeadline());
        measure(entry);
    }

    private void measure(SourceEntry entry) {
        int bytes = ENTRY_BYTES + entry.key.length + entry.state.approximateBytes();
        liveBytes += bytes - entry.approximateBytes;
        entry.approximateBytes = bytes;
        learned.changed(entry);
        while (liveBytes > maxBytes && leastRecent != entry) {
            evict(leastRecent);
        }
    }

    /**
     * Notes that the fold failed at a source. One that had not changed since it was written is loaded anew when it is
     * needed, so that nothing half-done stays; one that had changed keeps its object, which the fold left as it was.
     */
    public void failed(SourceEntry entry) {
        if (!entry.dirty) {
            evict(entry);
        }
    }

    /** Puts the deadline of a source off. */
    public void postpone(SourceEntry entry, long deadline) {
        deadlines.set(entry, deadline);
    }

    /** Returns the source with the earliest deadline when that is not after a time, with its live object, or null. */
    public SourceEntry due(long streamTime) {
        if (deadlines.earliest() > streamTime) {
            return null;
        }
        SourceEntry entry = deadlines.first();
        if (entry.state == null) {
            return find(entry.key);
        }
        touch(entry);
        return entry;
    }

    /** Returns the number of sources that changed since they were last written. */
    public int dirtyCount() {
        return dirty.size();
    }

    /** Returns the approximate size of the live objects in bytes, learned parts included. */
    public long liveBytes() {
        return liveBytes + learned.bytes();
    }

    /** Returns the number of sources in memory, live or waiting for a deadline. */
    public int residentCount() {
        return index.size();
    }

    /** Writes what changed; called when the task commits. */
    public void writeDirty() {
        for (SourceEntry entry : dirty) {
            if (entry.dirty) {
                write(entry);
            }
        }
        writeBatch();
        dirty.clear();
    }

    private void write(SourceEntry entry) {
        codec.drainDirtyBuckets(entry.state, buckets.of(entry.key));
        learned.write(entry);
        batch.add(KeyValue.pair(Bytes.wrap(entry.key), codec.encodeHead(entry.state)));
        entry.dirty = false;
        if (batch.size() >= WRITTEN_AT_ONCE || buckets.pendingCount() >= WRITTEN_AT_ONCE) {
            writeBatch();
        }
    }

    private void writeBatch() {
        buckets.flush();
        learned.flush();
        if (!batch.isEmpty()) {
            heads.putAll(batch);
            batch.clear();
        }
    }

    private void evict(SourceEntry entry) {
        if (entry.dirty) {
            write(entry);
            // The store is asked for it as soon as it is needed again, which may be the next record.
            writeBatch();
        }
        onEviction.accept(entry.state);
        unlink(entry);
        learned.forget(entry);
        liveBytes -= entry.approximateBytes;
        entry.approximateBytes = 0;
        entry.state = null;
        if (entry.heapIndex < 0) {
            index.remove(entry);
        }
    }

    private void enliven(SourceEntry entry, SourceState state) {
        entry.state = state;
        learned.attach(entry);
        state.attachHistory(() -> new SourceBuckets(bucketStore, entry.key));
        entry.approximateBytes = ENTRY_BYTES + entry.key.length + state.approximateBytes();
        liveBytes += entry.approximateBytes;
        linkFirst(entry);
    }

    private void noteDeadline(byte[] key, byte[] head) {
        SourceKey name = parse(key);
        SourceState state = codec.decode(name.tenant(), name.environment(), name.name(), head);
        if (state.nextDeadline() != SourceState.NO_DEADLINE) {
            SourceEntry entry = new SourceEntry(key, SourceIndex.hash(key));
            entry.broken = state.breaksRules();
            index.add(entry);
            deadlines.set(entry, state.nextDeadline());
        }
    }

    private void touch(SourceEntry entry) {
        if (entry != mostRecent) {
            unlink(entry);
            linkFirst(entry);
        }
    }

    private void linkFirst(SourceEntry entry) {
        entry.moreRecent = null;
        entry.lessRecent = mostRecent;
        if (mostRecent == null) {
            leastRecent = entry;
        } else {
            mostRecent.moreRecent = entry;
        }
        mostRecent = entry;
    }

    private void unlink(SourceEntry entry) {
        if (entry.moreRecent == null) {
            mostRecent = entry.lessRecent;
        } else {
            entry.moreRecent.lessRecent = entry.lessRecent;
        }
        if (entry.lessRecent == null) {
            leastRecent = entry.moreRecent;
        } else {
            entry.lessRecent.moreRecent = entry.moreRecent;
        }
        entry.moreRecent = null;
        entry.lessRecent = null;
    }

    private static SourceKey parse(byte[] key) {
        try {
            SourceKey name = SourceKey.parse(new String(key, StandardCharsets.UTF_8));
            if (Arrays.equals(name.bytes(), key)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw new PoisonException(DeadLetterReason.INVALID_KEY, "the key is no SourceKey", e);
        }
        throw new PoisonException(DeadLetterReason.INVALID_KEY, "the key is not in the one form that a SourceKey has");
    }
}
