package io.tocsin.processor.topology.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/** Keys of learned parts: SourceKey, 0xFF, which occurs in no UTF-8 text, and the name of the part. */
public final class LearnedKey {

    private static final byte SEPARATOR = (byte) 0xFF;

    private LearnedKey() {}

    /**
     * Returns the key of a part.
     *
     * @param source SourceKey in UTF-8
     */
    public static Bytes of(byte[] source, String part) {
        byte[] name = part.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(source.length + 1 + name.length)
                .put(source)
                .put(SEPARATOR)
                .put(name)
                .array());
    }
}
