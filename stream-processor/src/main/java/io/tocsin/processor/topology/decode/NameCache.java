package io.tocsin.processor.topology.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns UTF-8 bytes into strings, the same bytes into the same string as long as it is remembered, so that names of
 * metrics and labels are not allocated per record. Bounded: a direct-mapped table in which a newer name replaces an
 * older one of the same slot. Not thread-safe.
 */
public final class NameCache {

    private static final int SLOTS = 1 << 13;
    private static final int MAX_REMEMBERED_LENGTH = 96;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    /** Returns the remembered string that equals the given one, or the given one when there is none. */
    public String intern(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return name(bytes, 0, bytes.length);
    }

    /** Returns the string of the bytes at {@code from}. */
    String name(byte[] bytes, int from, int length) {
        if (length == 0) {
            return "";
        }
        if (length > MAX_REMEMBERED_LENGTH) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        int to = from + length;
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ hash >>> 13) & SLOTS - 1;
        byte[] key = keys[slot];
        if (key != null && key.length == length && Arrays.equals(key, 0, length, bytes, from, to)) {
            return names[slot];
        }
        String name = new String(bytes, from, length, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(bytes, from, to);
        names[slot] = name;
        return name;
    }
}
