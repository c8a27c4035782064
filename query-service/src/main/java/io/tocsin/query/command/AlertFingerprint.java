package io.tocsin.query.command;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identity of an alert by its labels: FNV-1a 64 over name, 0xff, value, 0xff of each label in the order of the names, the
 * same as Alertmanager's and as the processor's. Stateless.
 */
final class AlertFingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private AlertFingerprint() {}

    /** Returns the fingerprint of labels as 16 hex digits; labels with an empty value do not count. */
    static String of(Map<String, String> labels) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (!label.getValue().isEmpty()) {
                hash = add(add(hash, label.getKey()), label.getValue());
            }
        }
        return java.util.HexFormat.of().toHexDigits(hash);
    }

    private static long add(long start, String text) {
        long hash = start;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * PRIME;
        }
        return (hash ^ 0xff) * PRIME;
    }
}
