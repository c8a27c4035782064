package io.tocsin.processor.topology.state;

import io.tocsin.processor.core.logs.LogStore;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the templates and recent lines of one source lie. In the store of templates: SourceKey, 0xFF for what is known of
 * all of them; SourceKey, 0xFF, id (8 bytes) for each. In the store of lines: SourceKey, 0xFF, slot of a ring (2 bytes).
 * 0xFF occurs in no UTF-8 text, so no source's keys lie among another's. Not thread-safe.
 */
public final class LogShelf implements LogStore {

    private static final byte SEPARATOR = (byte) 0xFF;

    private final KeyValueStore<Bytes, byte[]> templates;
    private final KeyValueStore<Bytes, byte[]> lines;
    private final byte[] source;

    LogShelf(KeyValueStore<Bytes, byte[]> templates, KeyValueStore<Bytes, byte[]> lines, byte[] source) {
        this.templates = templates;
        this.lines = lines;
        this.source = source;
    }

    /** Returns what all keys of a source begin with; alone, it is the key of what is known of all its templates. */
    public static Bytes prefix(byte[] source) {
        return Bytes.wrap(ByteBuffer.allocate(source.length + 1)
                .put(source)
                .put(SEPARATOR)
                .array());
    }

    /** Returns how many bytes at the beginning of a key are the SourceKey; -1 when the key is none of ours. */
    public static int sourceLength(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == SEPARATOR) {
                return i;
            }
        }
        return -1;
    }

    /** Forgets everything of the source but its lines. */
    void clearTemplates() {
        try (KeyValueIterator<Bytes, byte[]> all = templates.prefixScan(prefix(source), new BytesSerializer())) {
            while (all.hasNext()) {
                templates.put(all.next().key, null);
            }
        }
    }

    @Override
    public byte[] readHead() {
        return templates.get(prefix(source));
    }

    @Override
    public void writeHead(byte[] head) {
        templates.put(prefix(source), head);
    }

    @Override
    public void readTemplates(Consumer<byte[]> each) {
        try (KeyValueIterator<Bytes, byte[]> all = templates.prefixScan(prefix(source), new BytesSerializer())) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                if (entry.key.get().length > source.length + 1) {
                    each.accept(entry.value);
                }
            }
        }
    }

    @Override
    public void writeTemplate(long id, byte[] template) {
        templates.put(
                Bytes.wrap(ByteBuffer.allocate(source.length + 1 + Long.BYTES)
                        .put(source)
                        .put(SEPARATOR)
                        .putLong(id)
                        .array()),
                template);
    }

    @Override
    public byte[] readBlock(int slot) {
        return lines.get(block(slot));
    }

    @Override
    public void writeBlock(int slot, byte[] block) {
        lines.put(block(slot), block);
    }

    private Bytes block(int slot) {
        return Bytes.wrap(ByteBuffer.allocate(source.length + 1 + Short.BYTES)
                .put(source)
                .put(SEPARATOR)
                .putShort((short) slot)
                .array());
    }
}
