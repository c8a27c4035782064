package io.tocsin.processor.core.logs;

import java.nio.charset.StandardCharsets;

/** A fixed set of short ASCII words that pieces of a line are looked up in, without making a string. */
final class WordSet {

    private final byte[][] table;
    private final boolean anyCase;
    private final int longest;

    private WordSet(boolean anyCase, String[] words) {
        this.anyCase = anyCase;
        table = new byte[Integer.highestOneBit(words.length * 4)][];
        int most = 0;
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            most = Math.max(most, bytes.length);
            int slot = slot(bytes, 0, bytes.length);
            while (table[slot] != null) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = bytes;
        }
        longest = most;
    }

    /** Makes a set of lower-case words that are found in any case. */
    static WordSet ofAnyCase(String... words) {
        return new WordSet(true, words);
    }

    /** Makes a set of words that are found in their own case. */
    static WordSet ofExactCase(String... words) {
        return new WordSet(false, words);
    }

    /** Returns whether a piece of an array is one of the words. */
    boolean contains(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0 || length > longest) {
            return false;
        }
        int slot = slot(bytes, from, to);
        while (table[slot] != null) {
            if (table[slot].length == length && equal(table[slot], bytes, from)) {
                return true;
            }
            slot = slot + 1 & table.length - 1;
        }
        return false;
    }

    private boolean equal(byte[] word, byte[] bytes, int from) {
        for (int i = 0; i < word.length; i++) {
            if (word[i] != fold(bytes[from + i])) {
                return false;
            }
        }
        return true;
    }

    private int slot(byte[] bytes, int from, int to) {
        int h = 17;
        for (int i = from; i < to; i++) {
            h = h * 31 + fold(bytes[i]);
        }
        return (h ^ h >>> 11) & table.length - 1;
    }

    private byte fold(byte c) {
        return anyCase && c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
}
