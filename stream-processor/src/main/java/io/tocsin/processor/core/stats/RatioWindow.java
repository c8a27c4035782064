package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;

/**
 * How many of the things of the last 5 minutes were bad, in slots of 10 seconds: those that overlap (now - 5 min, now].
 * The sums are kept up to date, so asking costs nothing. Times are epoch milliseconds of stream time and must not go
 * back. Not thread-safe; never allocates after its making.
 */
public final class RatioWindow {

    /** Length of a slot in milliseconds. */
    public static final long SLOT_MS = 10_000;

    /** Slots that can overlap the window. */
    private static final int SLOTS = 31;

    private final int[] totals = new int[SLOTS];
    private final int[] bads = new int[SLOTS];
    private long newest = Long.MIN_VALUE;
    private long total;
    private long bad;

    /**
     * Counts one thing.
     *
     * @param time when it happened; before the window it does not count, after now it counts as now
     * @param now stream time
     * @return whether {@link #nextChange} may be sooner for it: it is the first of its slot
     */
    public boolean count(long time, boolean isBad, long now) {
        advance(now);
        long slot = Math.min(newest, Math.floorDiv(time, SLOT_MS));
        if (slot <= newest - SLOTS) {
            return false;
        }
        int index = (int) Math.floorMod(slot, (long) SLOTS);
        if (totals[index] == Integer.MAX_VALUE) {
            return false;
        }
        totals[index]++;
        total++;
        if (isBad) {
            bads[index]++;
            bad++;
        }
        return totals[index] == 1;
    }

    /** Moves the window to now: what lies before it leaves the sums. */
    public void advance(long now) {
        long slot = Math.floorDiv(now, SLOT_MS);
        if (slot <= newest) {
            return;
        }
        if (newest == Long.MIN_VALUE || slot - newest >= SLOTS) {
            Arrays.fill(totals, 0);
            Arrays.fill(bads, 0);
            total = 0;
            bad = 0;
            newest = slot;
            return;
        }
        while (newest < slot) {
            newest++;
            int index = (int) Math.floorMod(newest, (long) SLOTS);
            total -= totals[index];
            bad -= bads[index];
            totals[index] = 0;
            bads[index] = 0;
        }
    }

    /** Returns the number of things. */
    public long total() {
        return total;
    }

    /** Returns the number of bad things. */
    public long bad() {
        return bad;
    }

    /** Returns the share of bad things; NaN when there is nothing. */
    public double ratio() {
        return total == 0 ? Double.NaN : (double) bad / total;
    }

    /** Returns when the next slot that holds something leaves the window; {@link Long#MAX_VALUE} when none does. */
    public long nextChange() {
        if (total == 0) {
            return Long.MAX_VALUE;
        }
        for (long slot = newest - SLOTS + 1; slot <= newest; slot++) {
            if (totals[(int) Math.floorMod(slot, (long) SLOTS)] > 0) {
                return (slot + SLOTS) * SLOT_MS;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 48 + 2 * (16 + 4 * SLOTS + 4);
    }

    /** Writes the slots that hold something. */
    public void writeTo(ByteWriter writer) {
        int used = 0;
        for (int count : totals) {
            used += count > 0 ? 1 : 0;
        }
        writer.writeUnsigned(used);
        if (used == 0) {
            return;
        }
        writer.writeSigned(newest);
        for (int age = 0; age < SLOTS; age++) {
            int index = (int) Math.floorMod(newest - age, (long) SLOTS);
            if (totals[index] > 0) {
                writer.writeUnsigned(age);
                writer.writeUnsigned(totals[index]);
                writer.writeUnsigned(bads[index]);
            }
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static RatioWindow readFrom(ByteReader reader) {
        RatioWindow window = new RatioWindow();
        int used = reader.readLength(SLOTS, 3);
        if (used == 0) {
            return window;
        }
        window.newest = reader.readSigned();
        for (int i = 0; i < used; i++) {
            int index = (int) Math.floorMod(window.newest - reader.readInt(0, SLOTS - 1), (long) SLOTS);
            window.total -= window.totals[index];
            window.bad -= window.bads[index];
            window.totals[index] = reader.readInt(1, Integer.MAX_VALUE);
            window.bads[index] = reader.readInt(0, window.totals[index]);
            window.total += window.totals[index];
            window.bad += window.bads[index];
        }
        return window;
    }
}
