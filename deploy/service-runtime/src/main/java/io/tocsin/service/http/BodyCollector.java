package io.tocsin.service.http;

import java.util.Arrays;

/** Gathers a whole decoded body within a limit. Not thread-safe. */
final class BodyCollector implements AutoCloseable {

    private static final int FIRST_CAPACITY = 4096;
    private static final int MAX_GUESS = 1 << 20;

    private final BodyDecoder decoder;
    private final int maxBytes;
    private byte[] collected;
    private int size;

    /**
     * @param maxBytes how long the decoded body may be
     * @param expectedBytes a guess at its length
     */
    BodyCollector(BodyDecoder decoder, int maxBytes, long expectedBytes) {
        this.decoder = decoder;
        this.maxBytes = maxBytes;
        this.collected =
                new byte[(int) Math.min(maxBytes + 1L, Math.max(FIRST_CAPACITY, Math.min(expectedBytes, MAX_GUESS)))];
    }

    /**
     * Takes the next piece.
     *
     * @throws ProblemException with status 413 if the limit is exceeded, 400 if the piece cannot be decoded
     */
    void add(byte[] bytes, int from, int to) {
        decoder.input(bytes, from, to);
        while (true) {
            if (size == collected.length) {
                // Room for one byte more than allowed: that byte is the proof of an excess.
                collected =
                        Arrays.copyOf(collected, (int) Math.min(maxBytes + 1L, 2L * Math.max(size, FIRST_CAPACITY)));
            }
            int count = decoder.read(collected, size, collected.length);
            if (count == 0) {
                return;
            }
            size += count;
            if (size > maxBytes) {
                throw tooLarge(maxBytes);
            }
        }
    }

    /**
     * The whole body.
     *
     * @throws ProblemException with status 400 if the coding is not complete
     */
    byte[] finish() {
        decoder.end();
        return size == collected.length ? collected : Arrays.copyOf(collected, size);
    }

    @Override
    public void close() {
        decoder.close();
    }

    static ProblemException tooLarge(long maxBytes) {
        return new ProblemException(
                Problem.tooLarge("The body exceeds the limit of " + maxBytes + " bytes, counted after decompression."));
    }
}
