package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertView;
import java.util.Arrays;

/** When an alert turned lately, and whether it flaps ({@link FlapSettings}). Mutable, not thread-safe. */
final class FlapRecord {

    /** Turns that are remembered. */
    static final int MOST = 64;

    private static final long[] NONE = new long[0];

    /** Times of turns, the earliest first. */
    private long[] turns = NONE;

    private int count;
    private long since = AlertView.NEVER;

    /**
     * Notes a turn.
     *
     * @param begins whether it begins to fire; otherwise it ceases to
     * @return whether it flaps from now on
     */
    boolean turned(boolean begins, long now, FlapSettings settings) {
        if (settings.turns() == 0) {
            return false;
        }
        int old = 0;
        while (old < count && turns[old] <= now - settings.windowMs()) {
            old++;
        }
        old = Math.max(old, count + 1 - MOST);
        System.arraycopy(turns, old, turns, 0, count - old);
        count -= old;
        if (count == turns.length) {
            turns = Arrays.copyOf(turns, Math.min(MOST, Math.max(4, 2 * count)));
        }
        turns[count++] = now;
        if (begins && !isFlapping() && count >= settings.turns()) {
            since = now;
            return true;
        }
        return false;
    }

    boolean isFlapping() {
        return since != AlertView.NEVER;
    }

    /** Returns since when it flaps, or {@link AlertView#NEVER}. */
    long since() {
        return since;
    }

    /** Returns how often it had turned within the window at its latest turn. */
    int score() {
        return count;
    }

    /** Returns when it is stable unless it turns again, or {@link Long#MAX_VALUE} when it does not flap. */
    long stableAt(FlapSettings settings) {
        return isFlapping() ? turns[count - 1] + settings.stableMs() : Long.MAX_VALUE;
    }

    /** Says that it does not flap any more. */
    void end() {
        since = AlertView.NEVER;
    }

    /** Forgets that it ever turned. */
    void forget() {
        turns = NONE;
        count = 0;
        end();
    }

    /** Returns in words that it flaps. */
    String text() {
        return "changed " + count + " times lately; is kept open, without further news, until it is stable";
    }

    int approximateBytes() {
        return 40 + 8 * turns.length;
    }

    void writeTo(ByteWriter writer) {
        writer.writeSigned(since);
        writer.writeUnsigned(count);
        for (int i = 0; i < count; i++) {
            writer.writeSigned(turns[i]);
        }
    }

    void readFrom(ByteReader reader) {
        since = reader.readSigned();
        count = reader.readLength(MOST, 1);
        if (isFlapping() && count == 0) {
            throw new CorruptStateException("an alert that flaps without a turn");
        }
        turns = count == 0 ? NONE : new long[count];
        for (int i = 0; i < count; i++) {
            turns[i] = reader.readSigned();
        }
    }
}
