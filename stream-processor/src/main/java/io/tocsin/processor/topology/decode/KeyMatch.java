package io.tocsin.processor.topology.decode;

import io.tocsin.schemas.key.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Compares the key of a record with the source that its value names. Holds where the parts lie; reusable, not thread-safe. */
final class KeyMatch {

    private final int[] from = new int[3];
    private final int[] length = new int[3];

    void tenant(int at, int count) {
        part(0, at, count);
    }

    void environment(int at, int count) {
        part(1, at, count);
    }

    void source(int at, int count) {
        part(2, at, count);
    }

    /** Returns whether the key is that of the source whose parts lie in the value. */
    boolean matches(byte[] key, byte[] value) {
        if (key.length == length[0] + length[1] + length[2] + 2) {
            int environmentAt = length[0] + 1;
            int sourceAt = environmentAt + length[1] + 1;
            if (key[length[0]] == '/'
                    && key[sourceAt - 1] == '/'
                    && same(key, 0, value, 0)
                    && same(key, environmentAt, value, 1)
                    && same(key, sourceAt, value, 2)
                    && plain(key, sourceAt - 1)) {
                return true;
            }
        }
        return Arrays.equals(key, encoded(value));
    }

    /** Returns whether tenant and environment hold nothing that a key encodes: one slash between them, no percent sign. */
    private boolean plain(byte[] key, int to) {
        for (int i = 0; i < to; i++) {
            if (key[i] == '%' || key[i] == '/' && i != length[0]) {
                return false;
            }
        }
        return true;
    }

    private byte[] encoded(byte[] value) {
        return (SourceKey.environmentPrefix(text(value, 0), text(value, 1)) + text(value, 2))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String text(byte[] value, int part) {
        return new String(value, from[part], length[part], StandardCharsets.UTF_8);
    }

    private boolean same(byte[] key, int at, byte[] value, int part) {
        return Arrays.equals(key, at, at + length[part], value, from[part], from[part] + length[part]);
    }

    private void part(int index, int at, int count) {
        from[index] = at;
        length[index] = count;
    }
}
