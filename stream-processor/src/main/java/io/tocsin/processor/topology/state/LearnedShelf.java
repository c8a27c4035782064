package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedParts;
import io.tocsin.processor.core.learned.LearnedStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learned parts of a task's sources: those in memory within a bound of their own, all others in the store. Key:
 * SourceKey, 0xFF, name of the part; 0xFF occurs in no UTF-8 text, so no source's keys lie among another's. A source needs
 * its parts when a minute closes, its head at every record; so the parts leave memory first, those first that came first:
 * what is used once a minute by all alike has no better order. Not thread-safe.
 */
public final class LearnedShelf {

    private static final Logger LOG = LoggerFactory.getLogger(LearnedShelf.class);
    private static final int WRITTEN_AT_ONCE = 512;
    private static final int LEAST_ROUNDS = 8;
    private static final int MORE_ROUNDS = 7;

    private final KeyValueStore<Bytes, byte[]> store;
    private final long maxBytes;
    private final ByteWriter writer = new ByteWriter(4096);
    private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
    private final ArrayDeque<SourceEntry> loaded = new ArrayDeque<>();
    private long bytes;

    /**
     * Takes over the store of a task.
     *
     * @param maxBytes approximate size of the parts in memory above which some leave it
     */
    LearnedShelf(KeyValueStore<Bytes, byte[]> store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the parts of a source as they were last written, for whoever only looks; damage is an exception.
     *
     * @param source SourceKey in UTF-8
     */
    public static LearnedParts read(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] source) {
        LearnedParts parts = new LearnedParts();
        parts.keptIn(new LearnedStore() {
            @Override
            public byte[] read(String part) {
                return store.get(LearnedKey.of(source, part));
            }

            @Override
            public void write(String part, byte[] bytes) {
                throw new IllegalStateException("parts that are only looked at");
            }

            @Override
            public void corrupt(String part, CorruptStateException cause) {
                throw cause;
            }
        });
        return parts;
    }

    /** Lets a source that has just come to life find its parts. */
    void attach(SourceEntry entry) {
        entry.state.learned().keptIn(new OfSource(entry.key));
    }

    /** Notes that the fold may have loaded or changed parts of a source; those of others leave if need be. */
    void changed(SourceEntry entry) {
        LearnedParts parts = entry.state.learned();
        if (!parts.isLoaded() && entry.learnedBytes == 0) {
            return;
        }
        int now = parts.approximateBytes();
        bytes += now - entry.learnedBytes;
        entry.learnedBytes = now;
        if (now > 0 && !entry.learnedQueued) {
            entry.learnedQueued = true;
            loaded.add(entry);
        }
        while (bytes > maxBytes && loaded.peek() != entry) {
            SourceEntry first = loaded.remove();
            first.learnedQueued = false;
            if (first.learnedBytes > 0) {
                if (first.state.learned().isDirty()) {
                    // It is read again within a minute mostly, and steps would have to be done again then.
                    first.state.learned().writeWhole(writer);
                }
                forget(first);
                first.state.learned().unload();
            }
        }
    }

    /** Writes the parts of a source that changed; they reach the store with {@link #flush}. */
    void write(SourceEntry entry) {
        if (entry.state.learned().isDirty()) {
            entry.state.learned().write(writer);
            if (batch.size() >= WRITTEN_AT_ONCE) {
                flush();
            }
        }
    }

    /** Notes that a source leaves memory as a whole, its parts with it. */
    void forget(SourceEntry entry) {
        bytes -= entry.learnedBytes;
        entry.learnedBytes = 0;
    }

    /** Lets what was written reach the store. */
    void flush() {
        if (!batch.isEmpty()) {
            store.putAll(batch);
            batch.clear();
        }
    }

    /** Returns the approximate size of the parts in memory. */
    long bytes() {
        return bytes;
    }

    /** Where the parts of one source are. */
    private final class OfSource implements LearnedStore {

        private final byte[] source;

        OfSource(byte[] source) {
            this.source = source;
        }

        @Override
        public int mostRounds() {
            return LEAST_ROUNDS + (SourceIndex.hash(source) & MORE_ROUNDS);
        }

        @Override
        public byte[] read(String part) {
            flush();
            return store.get(key(part));
        }

        @Override
        public void write(String part, byte[] value) {
            batch.add(KeyValue.pair(key(part), value));
        }

        @Override
        public void corrupt(String part, CorruptStateException cause) {
            LOG.error(
                    "What was learned as {} about {} cannot be read and is learned anew",
                    part,
                    new String(source, StandardCharsets.UTF_8),
                    cause);
        }

        private Bytes key(String part) {
            return LearnedKey.of(source, part);
        }
    }
}
