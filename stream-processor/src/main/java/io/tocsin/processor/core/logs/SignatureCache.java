package io.tocsin.processor.core.logs;

/**
 * Remembers which template lines of a signature belong to. It only saves time: an entry counts as long as nothing has
 * changed that the search would see. Direct-mapped, bounded, not thread-safe.
 */
final class SignatureCache {

    private static final int MAX_ENTRIES = 2048;

    private long[] signatures = new long[16];
    private LogTemplate[] templates = new LogTemplate[16];
    private int[] generations = new int[16];

    /** Returns the template of a signature or null. */
    LogTemplate get(long signature) {
        int slot = slot(signature);
        LogTemplate template = templates[slot];
        if (template == null || signatures[slot] != signature) {
            return null;
        }
        return template.bucket != null && template.bucket.generation == generations[slot] ? template : null;
    }

    /** Remembers the template of a signature. */
    void put(long signature, LogTemplate template) {
        int slot = slot(signature);
        signatures[slot] = signature;
        templates[slot] = template;
        generations[slot] = template.bucket.generation;
    }

    /** Makes room for so many templates; forgets everything when it grows. */
    void fit(int count) {
        int wanted = Math.min(MAX_ENTRIES, Integer.highestOneBit(Math.max(8, count)) * 4);
        if (wanted > signatures.length) {
            signatures = new long[wanted];
            templates = new LogTemplate[wanted];
            generations = new int[wanted];
        }
    }

    int approximateBytes() {
        return 48 + 16 * signatures.length;
    }

    private int slot(long signature) {
        return (int) (signature ^ signature >>> 32) & signatures.length - 1;
    }
}
