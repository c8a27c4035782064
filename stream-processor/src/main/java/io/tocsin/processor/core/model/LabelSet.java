package io.tocsin.processor.core.model;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Labels, sorted by name. Immutable; changing gives a new one. */
public final class LabelSet {

    /** No labels. */
    public static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

    private static final int MAX_SIZE = 1000;

    private final String[] names;
    private final String[] values;

    private LabelSet(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns the labels of a map. */
    public static LabelSet of(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return EMPTY;
        }
        TreeMap<String, String> sorted = new TreeMap<>(labels);
        return new LabelSet(
                sorted.keySet().toArray(new String[0]), sorted.values().toArray(new String[0]));
    }

    /** Returns the number of labels. */
    public int size() {
        return names.length;
    }

    /** Returns the name of a label. */
    public String name(int index) {
        return names[index];
    }

    /** Returns the value of a label. */
    public String value(int index) {
        return values[index];
    }

    /** Returns the index of a label, or a negative number that is -1 minus the index where it would be. */
    public int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return Arrays.binarySearch(names, name);
    }

    /** Returns the value of a label, or null. */
    public String get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    /** Returns these labels with one more, or with another value for one. */
    public LabelSet with(String name, String value) {
        int index = indexOf(name);
        if (index >= 0) {
            String[] changed = values.clone();
            changed[index] = value;
            return new LabelSet(names, changed);
        }
        int at = -1 - index;
        return new LabelSet(inserted(names, at, name), inserted(values, at, value));
    }

    /** Returns the labels as a map, sorted by name. */
    public Map<String, String> toMap() {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /** Returns about how many bytes of heap they take, the texts included. */
    public int approximateBytes() {
        if (this == EMPTY) {
            return 0;
        }
        int bytes = 56;
        for (int i = 0; i < names.length; i++) {
            // Names are shared among sources, values may be: count the values only.
            bytes += 8 + 48 + values[i].length();
        }
        return bytes;
    }

    /** Writes the labels. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(names.length);
        for (int i = 0; i < names.length; i++) {
            writer.writeString(names[i]);
            writer.writeString(values[i]);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param intern gives the instance of a name that is shared among sources
     * @throws CorruptStateException when the bytes are something else
     */
    public static LabelSet readFrom(ByteReader reader, UnaryOperator<String> intern) {
        int size = reader.readLength(MAX_SIZE, 2);
        if (size == 0) {
            return EMPTY;
        }
        String[] names = new String[size];
        String[] values = new String[size];
        for (int i = 0; i < size; i++) {
            names[i] = intern.apply(reader.readString());
            values[i] = reader.readString();
            if (i > 0 && names[i - 1].compareTo(names[i]) >= 0) {
                throw new CorruptStateException("labels out of order");
            }
        }
        return new LabelSet(names, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSet
                && Arrays.equals(names, ((LabelSet) other).names)
                && Arrays.equals(values, ((LabelSet) other).values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return toMap().toString();
    }

    private static String[] inserted(String[] array, int at, String value) {
        String[] larger = new String[array.length + 1];
        System.arraycopy(array, 0, larger, 0, at);
        larger[at] = value;
        System.arraycopy(array, at, larger, at + 1, array.length - at);
        return larger;
    }
}
