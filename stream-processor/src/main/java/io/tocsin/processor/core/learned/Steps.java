package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to a learned part since it was last written whole. It is written in place of the part, and done again when the
 * part is read: a minute of a metric is some ten bytes, its model some thousand. Steps come in rounds, mostly a minute
 * each. Mutable, not thread-safe.
 */
public final class Steps {

    /** Beyond this the part itself is written: it takes no more. */
    private static final int MOST_BYTES = 2_048;

    private static final int MOST_NAMES = 1_000;

    private final ByteWriter bytes = new ByteWriter(64);
    private final List<String> names = new ArrayList<>(4);
    private long round;
    private int rounds;
    /** Whether there were too many to note them: the part is written whole next time. */
    private boolean overflowed;

    /** Notes which round a step belongs to: its minute, or a number that grows. */
    public Steps round(long number) {
        if (!overflowed && !fits()) {
            clear();
            overflowed = true;
        }
        if (overflowed) {
            return this;
        }
        bytes.writeSigned(number - round);
        rounds += rounds == 0 || number != round ? 1 : 0;
        round = number;
        return this;
    }

    /** Notes a name; it is written out once. */
    public Steps name(String name) {
        if (overflowed) {
            return this;
        }
        int known = names.indexOf(name);
        bytes.writeUnsigned(known < 0 ? names.size() : known);
        if (known < 0) {
            names.add(name);
            bytes.writeString(name);
        }
        return this;
    }

    /** Notes a number. */
    public Steps number(double value) {
        if (!overflowed) {
            bytes.writeDouble(value);
        }
        return this;
    }

    /** Notes a whole number, not below 0. */
    public Steps whole(long value) {
        if (!overflowed) {
            bytes.writeUnsigned(value);
        }
        return this;
    }

    /** Returns how many rounds there were. */
    int rounds() {
        return rounds;
    }

    /** Returns whether they are all there, and few enough to be written in place of the part. */
    boolean fits() {
        return !overflowed && bytes.size() <= MOST_BYTES && names.size() <= MOST_NAMES;
    }

    /** Returns about how many bytes of heap they take. */
    public int approximateBytes() {
        return 120 + Math.max(64, bytes.size()) + 40 * names.size();
    }

    void clear() {
        bytes.clear();
        names.clear();
        round = 0;
        rounds = 0;
        overflowed = false;
    }

    void writeTo(ByteWriter writer) {
        byte[] all = bytes.toBytes();
        writer.writeBytes(all, 0, all.length);
    }

    /** Steps that are read, in the order in which they were noted. */
    public static final class Reader {

        private final ByteReader bytes;
        private final List<String> names = new ArrayList<>(4);
        private long round;

        Reader(ByteReader bytes) {
            this.bytes = bytes;
        }

        /** Returns whether there are any left. */
        public boolean hasNext() {
            return bytes.remaining() > 0;
        }

        /** Reads what {@link Steps#round} noted. */
        public long round() {
            round += bytes.readSigned();
            return round;
        }

        /** Reads what {@link Steps#name} noted. */
        public String name() {
            int index = bytes.readInt(0, MOST_NAMES);
            if (index > names.size()) {
                throw new CorruptStateException("name " + index + " of " + names.size());
            }
            if (index == names.size()) {
                names.add(bytes.readString());
            }
            return names.get(index);
        }

        /** Reads what {@link Steps#number} noted; finite. */
        public double number() {
            return bytes.readFinite();
        }

        /** Reads what {@link Steps#whole} noted. */
        public int whole(int most) {
            return bytes.readInt(0, most);
        }
    }
}
