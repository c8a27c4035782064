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

    private final ByteWriter bytes = new ByteWriter(64);
    private final List<String> names = new ArrayList<>(4);
    private long round;
    private int rounds;

    /** Notes which round a step belongs to: its minute, or a number that grows. */
    public Steps round(long number) {
        bytes.writeSigned(number - round);
        rounds += rounds == 0 || number != round ? 1 : 0;
        round = number;
        return this;
    }

    /** Notes a name; it is written out once. */
    public Steps name(String name) {
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
        bytes.writeDouble(value);
        return this;
    }

    /** Notes a whole number, not below 0. */
    public Steps whole(long value) {
        bytes.writeUnsigned(value);
        return this;
    }

    /** Returns how many rounds there were. */
    int rounds() {
        return rounds;
    }

    /** Returns how many bytes they take. */
    int size() {
        return bytes.size();
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
    }

    void writeTo(ByteWriter writer) {
        byte[] all = bytes.toBytes();
        writer.writeBytes(all, 0, all.length);
    }

    /** Steps that are read, in the order in which they were noted. */
    public static final class Reader {

        private static final int MOST_NAMES = 1_000;

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
