package io.tocsin.service.http;

import java.util.Arrays;

/**
 * Some consecutive non-blank lines of a body, without their line ends, as ranges of one array.
 *
 * <p>Valid until the stage that the receiver returned completes; then the array may be used again. Not thread-safe.
 */
public final class LineBatch {

    private static final int FIRST_CAPACITY = 64;

    private byte[] bytes = {};
    private int[] ranges = new int[2 * FIRST_CAPACITY];
    private long[] numbers = new long[FIRST_CAPACITY];
    private int size;

    LineBatch() {}

    /**
     * The lines of a whole body.
     *
     * @param body UTF-8 text; lines end with LF or CR LF, the last may do without
     * @return all lines that are not blank
     */
    public static LineBatch of(byte[] body) {
        LineBatch batch = new LineBatch();
        batch.reset(body);
        long number = 1;
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                batch.add(start, i, number++);
                start = i + 1;
            }
        }
        batch.add(start, body.length, number);
        return batch;
    }

    void reset(byte[] array) {
        bytes = array;
        size = 0;
    }

    /** Adds a line unless it is blank. */
    void add(int from, int to, long number) {
        int start = from;
        int end = to;
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        if (start == end) {
            return;
        }
        if (size == numbers.length) {
            ranges = Arrays.copyOf(ranges, 4 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        ranges[2 * size] = start;
        ranges[2 * size + 1] = end;
        numbers[size++] = number;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** How many lines; at least one when a receiver gets it. */
    public int size() {
        return size;
    }

    /** The array that all lines are in. Read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where line {@code index} begins in {@link #bytes}. */
    public int from(int index) {
        return ranges[2 * index];
    }

    /** Where line {@code index} ends in {@link #bytes}, exclusive. */
    public int to(int index) {
        return ranges[2 * index + 1];
    }

    /** The number of line {@code index} within the body, the first is 1, blank lines count. */
    public long lineNumber(int index) {
        return numbers[index];
    }

    /** A copy of line {@code index}. */
    public byte[] copy(int index) {
        return Arrays.copyOfRange(bytes, from(index), to(index));
    }
}
