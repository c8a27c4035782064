package io.tocsin.service.http;

import java.util.Arrays;

/** Cuts decoded pieces of a body into lines; keeps the beginning of an unfinished line. Not thread-safe. */
final class LineSplitter {

    /** Decoded bytes at a time: bounds what a batch holds besides one unfinished line. */
    static final int STEP = 64 * 1024;

    private final int maxLineBytes;
    private final LineBatch batch = new LineBatch();
    private byte[] buffer = new byte[STEP];
    private int lineStart;
    private int scanned;
    private int filled;
    private long number = 1;

    LineSplitter(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Decodes one step of what the decoder has, up to {@link #STEP} bytes, and cuts it.
     *
     * @return whether there was anything; when false the decoder needs input
     */
    boolean step(BodyDecoder decoder) {
        makeRoom();
        int count = decoder.read(buffer, filled, Math.min(buffer.length, filled + STEP));
        filled += count;
        batch.reset(buffer);
        for (; scanned < filled; scanned++) {
            if (buffer[scanned] == '\n') {
                line(scanned);
                lineStart = scanned + 1;
            }
        }
        if (filled - lineStart > maxLineBytes) {
            throw tooLong();
        }
        return count > 0;
    }

    /** The last line, which has no line end. */
    void end() {
        batch.reset(buffer);
        line(filled);
        lineStart = filled;
    }

    /** The lines of the last step. */
    LineBatch batch() {
        return batch;
    }

    private void line(int end) {
        if (end - lineStart > maxLineBytes) {
            throw tooLong();
        }
        batch.add(lineStart, end, number++);
    }

    /** Moves the unfinished line to the front; the lines before it have been handed over and dealt with. */
    private void makeRoom() {
        if (lineStart > 0) {
            System.arraycopy(buffer, lineStart, buffer, 0, filled - lineStart);
            filled -= lineStart;
            scanned -= lineStart;
            lineStart = 0;
        }
        if (buffer.length - filled < STEP / 2) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + STEP, 2 * buffer.length));
        } else if (filled < STEP / 2 && buffer.length > 4 * STEP) {
            buffer = Arrays.copyOf(buffer, STEP);
        }
    }

    private ProblemException tooLong() {
        return new ProblemException(
                Problem.tooLarge("Line " + number + " exceeds the limit of " + maxLineBytes + " bytes."));
    }
}
