package io.tocsin.processor.topology.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * How far a task has come: what a store says of itself. Every store that can be asked holds it under {@link #KEY},
 * written last at each commit. Stores of a standby are restored from changelogs of their own, each at its own pace; the
 * progress that lies in a store is therefore the only one that is true of that store. Immutable.
 *
 * @param streamTime greatest append time of the records whose effect is in the store, epoch milliseconds
 * @param offsets offset of the latest such record by short topic name, sorted
 */
public record Progress(long streamTime, Map<String, Long> offsets) {

    /** Key of the progress in every store; no key of a source, an alert or an evaluation is a single zero byte. */
    public static final Bytes KEY = Bytes.wrap(new byte[] {0});

    /** Progress before the first record. */
    public static final Progress NONE = new Progress(Long.MIN_VALUE, Map.of());

    private static final byte VERSION = 1;

    public Progress {
        offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
    }

    /** Returns whether a key is that of the progress. */
    public static boolean isKey(byte[] key) {
        return key.length == 1 && key[0] == 0;
    }

    /** Returns the binary form. */
    public byte[] encode() {
        int size = 1 + Long.BYTES + 1;
        for (String topic : offsets.keySet()) {
            size += 1 + topic.length() + Long.BYTES;
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(size).put(VERSION).putLong(streamTime).put((byte) offsets.size());
        offsets.forEach((topic, offset) -> buffer.put((byte) topic.length())
                .put(topic.getBytes(StandardCharsets.US_ASCII))
                .putLong(offset));
        return buffer.array();
    }

    /** Reads the binary form; null gives {@link #NONE}. */
    public static Progress decode(byte[] bytes) {
        if (bytes == null) {
            return NONE;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalStateException("progress of version " + version + ", known is " + VERSION);
        }
        long streamTime = buffer.getLong();
        Map<String, Long> offsets = new TreeMap<>();
        for (int left = buffer.get(); left > 0; left--) {
            byte[] topic = new byte[buffer.get()];
            buffer.get(topic);
            offsets.put(new String(topic, StandardCharsets.US_ASCII), buffer.getLong());
        }
        return new Progress(streamTime, offsets);
    }
}
