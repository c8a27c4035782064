package io.tocsin.processor.core.logs;

/**
 * A line taken apart: its tokens in order, each a stretch of the line with a kind and a hash. Reusable; holds on to the
 * array of the line until the next one. Not thread-safe.
 */
final class LineTokens {

    /** Tokens that are looked at; what comes after them does not count. */
    static final int MAX_TOKENS = 96;

    private static final int VALUE_HASH = 0x5bd1e995;
    private static final int PLACE_HASH = 0x1b873593;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    final int[] start = new int[MAX_TOKENS];
    final int[] end = new int[MAX_TOKENS];
    final byte[] kind = new byte[MAX_TOKENS];
    final int[] hash = new int[MAX_TOKENS];

    byte[] line;
    int count;
    /** Whether the line goes on beyond what was looked at. */
    boolean cut;
    /** Hash of the signs and of how many pieces are between them: lines of one template share it. */
    long structure;
    /** Hash of everything but the values: lines that differ in values alone share it. */
    long signature;

    /** Begins a line. */
    void begin(byte[] bytes) {
        line = bytes;
        count = 0;
        cut = false;
    }

    /** Returns whether another few tokens have room. */
    boolean hasRoom() {
        return count <= MAX_TOKENS - 3;
    }

    /** Adds a token. */
    void add(int from, int to, byte tokenKind) {
        int n = count++;
        start[n] = from;
        end[n] = to;
        kind[n] = tokenKind;
        hash[n] = hashOf(tokenKind, line, from, to);
    }

    /** Returns whether the latest token is a value that ends at, or one blank before, an index. */
    boolean valueReaches(int index) {
        return count > 0 && kind[count - 1] == TokenKind.VALUE && index - end[count - 1] <= 1;
    }

    /** Works out the hashes of the whole. */
    void seal() {
        structure = structureOf(kind, hash, count);
        signature = signatureOf(hash, count);
    }

    /** Returns the hash of the signs and of how many pieces are between them. */
    static long structureOf(byte[] kinds, int[] hashes, int count) {
        long state = count;
        for (int i = 0; i < count; i++) {
            state = mix(state, kinds[i] == TokenKind.SIGN ? hashes[i] : PLACE_HASH);
        }
        return state;
    }

    /** Returns the hash of everything but the values. */
    static long signatureOf(int[] hashes, int count) {
        long state = count;
        for (int i = 0; i < count; i++) {
            state = mix(state, hashes[i]);
        }
        return state;
    }

    /** Returns the hash of a token: all values have one, and so has a row of the same sign whatever its length. */
    static int hashOf(byte tokenKind, byte[] b, int from, int to) {
        if (tokenKind == TokenKind.VALUE) {
            return VALUE_HASH;
        }
        if (tokenKind == TokenKind.SIGN && to - from > 1) {
            return b[from] * 31 + 7;
        }
        int h = to - from;
        for (int i = from; i < to; i++) {
            h = (h ^ b[i]) * 0x01000193;
        }
        h ^= h >>> 15;
        h *= 0x2c1b3c6d;
        return h ^ h >>> 12;
    }

    /** Returns whether there is white space before the token. */
    boolean spaceBefore(int token) {
        return token > 0 && start[token] > end[token - 1];
    }

    /** Returns the first byte of a token; 0 for an empty one. */
    byte first(int token) {
        return start[token] == end[token] ? 0 : line[start[token]];
    }

    private static long mix(long state, int value) {
        long x = (state ^ value) * PRIME;
        return x ^ x >>> 29;
    }
}
