package io.tocsin.gateway.avro;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The entries of one Avro map, encoded while they come in and counted, because Avro wants the count first. Values of
 * attributes are a union whose branches are null, boolean, long, double and string, in this order. Not thread-safe.
 */
public final class MapSection {

    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int STRING = 4;

    /** What the values of a map are. */
    public enum Values {
        /** A double without a branch. */
        DOUBLES,
        /** A string without a branch. */
        STRINGS,
        /** The union of attributes. */
        ATTRIBUTES
    }

    private final Values values;
    private final AvroBuffer entries;
    private int count;

    /** Makes an empty section for values of one kind. */
    public MapSection(Values values) {
        this.values = values;
        this.entries = new AvroBuffer(256);
    }

    /** Returns the number of entries. */
    public int count() {
        return count;
    }

    /** Forgets all entries. */
    public void clear() {
        entries.clear();
        count = 0;
    }

    /** Starts an entry; exactly one value must follow. */
    public MapSection name(String name) {
        entries.writeString(name);
        count++;
        return this;
    }

    /** Starts an entry; exactly one value must follow. */
    public MapSection name(char[] text, int length) {
        entries.writeString(text, 0, length);
        count++;
        return this;
    }

    /** Ends an entry of attributes. */
    public void nullValue() {
        entries.writeByte(NULL << 1);
    }

    /** Ends an entry of attributes. */
    public void value(boolean value) {
        entries.writeByte(BOOLEAN << 1);
        entries.writeBoolean(value);
    }

    /** Ends an entry of attributes. */
    public void value(long value) {
        entries.writeByte(LONG << 1);
        entries.writeLong(value);
    }

    /** Ends an entry of doubles or attributes. */
    public void value(double value) {
        if (values == Values.ATTRIBUTES) {
            entries.writeByte(DOUBLE << 1);
        }
        entries.writeDouble(value);
    }

    /** Ends an entry of strings or attributes. */
    public void value(String value) {
        if (values == Values.ATTRIBUTES) {
            entries.writeByte(STRING << 1);
        }
        entries.writeString(value);
    }

    /** Ends an entry of strings or attributes. */
    public void value(char[] text, int offset, int length) {
        if (values == Values.ATTRIBUTES) {
            entries.writeByte(STRING << 1);
        }
        entries.writeString(text, offset, length);
    }

    /** Adds the entries of another section for values of the same kind. */
    public void addAll(MapSection other) {
        entries.append(other.entries);
        count += other.count;
    }

    /** Appends the map to a record. */
    public void writeTo(AvroBuffer out) {
        if (count > 0) {
            out.writeLong(count);
            out.append(entries);
        }
        out.writeByte(0);
    }

    /**
     * Drops every entry whose name stood before, so that the first of a name stays. Needed only where two different
     * places of a document may flatten to one name.
     *
     * @return whether one was dropped
     */
    public boolean dropRepeatedNames() {
        byte[] all = entries.array();
        Set<String> seen = new HashSet<>();
        Reader reader = new Reader(all);
        int kept = 0;
        int keptCount = 0;
        for (int i = 0; i < count; i++) {
            int start = reader.at;
            boolean first = seen.add(reader.string());
            reader.skipValue(values);
            if (first) {
                System.arraycopy(all, start, all, kept, reader.at - start);
                kept += reader.at - start;
                keptCount++;
            }
        }
        boolean dropped = keptCount < count;
        if (dropped) {
            byte[] rest = Arrays.copyOf(all, kept);
            entries.clear();
            entries.append(rest, 0, kept);
            count = keptCount;
        }
        return dropped;
    }

    /** Walks over entries that were written above. */
    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        String string() {
            int length = (int) (varint() >>> 1);
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        void skipValue(Values values) {
            int branch =
                    switch (values) {
                        case DOUBLES -> DOUBLE;
                        case STRINGS -> STRING;
                        case ATTRIBUTES -> (int) (varint() >>> 1);
                    };
            switch (branch) {
                case NULL -> {}
                case BOOLEAN -> at++;
                case LONG -> varint();
                case DOUBLE -> at += 8;
                case STRING -> string();
                default -> throw new IllegalStateException("no such branch: " + branch);
            }
        }

        private long varint() {
            long value = 0;
            int shift = 0;
            byte b;
            do {
                b = bytes[at++];
                value |= (b & 0x7FL) << shift;
                shift += 7;
            } while (b < 0);
            return value;
        }
    }
}
