package io.tocsin.processor.core.alert;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identity of an alert by its labels, the same as Alertmanager's: FNV-1a 64 over name, 0xff, value, 0xff of each label
 * in the order of the names' bytes. Labels with an empty value do not count.
 */
public final class Fingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** Returns the fingerprint of labels. */
    public static long of(Map<String, String> labels) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (!label.getValue().isEmpty()) {
                hash = add(hash, label.getKey());
                hash = add(hash, label.getValue());
            }
        }
        return hash;
    }

    /** Returns a fingerprint as 16 hex digits. */
    public static String text(long fingerprint) {
        char[] digits = new char[16];
        for (int i = 0; i < 16; i++) {
            digits[i] = Character.forDigit((int) (fingerprint >>> (60 - 4 * i)) & 0xf, 16);
        }
        return new String(digits);
    }

    /**
     * Reads 16 hex digits.
     *
     * @throws IllegalArgumentException when the text is no fingerprint
     */
    public static long parse(String text) {
        if (text.length() != 16) {
            throw new IllegalArgumentException("not 16 hex digits: '" + text + "'");
        }
        long value = 0;
        for (int i = 0; i < 16; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("not 16 hex digits: '" + text + "'");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static long add(long start, String text) {
        long hash = start;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
        return (hash ^ 0xff) * PRIME;
    }
}
