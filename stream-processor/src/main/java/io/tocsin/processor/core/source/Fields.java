package io.tocsin.processor.core.source;

import java.util.Arrays;

/**
 * Named values of the types null, boolean, long, double and text, in the order in which they were added. Reusable: after
 * {@link #clear()} nothing is allocated until more are added than ever before. Names should be interned by the decoder;
 * then the fold compares references.
 */
public final class Fields {

    /** Type of a value. */
    public enum Type {
        NULL,
        BOOLEAN,
        LONG,
        DOUBLE,
        TEXT
    }

    private String[] names = new String[8];
    private Type[] types = new Type[8];
    private long[] bits = new long[8];
    private Text[] texts = new Text[8];
    private int size;

    /** Forgets all values. */
    public void clear() {
        for (int i = 0; i < size; i++) {
            names[i] = null;
            if (texts[i] != null) {
                texts[i].clear();
            }
        }
        size = 0;
    }

    /** Adds a null. */
    public void addNull(String name) {
        add(name, Type.NULL, 0);
    }

    /** Adds a boolean. */
    public void add(String name, boolean value) {
        add(name, Type.BOOLEAN, value ? 1 : 0);
    }

    /** Adds a whole number. */
    public void add(String name, long value) {
        add(name, Type.LONG, value);
    }

    /** Adds a number. */
    public void add(String name, double value) {
        add(name, Type.DOUBLE, Double.doubleToRawLongBits(value));
    }

    /** Adds a text; null adds a null. */
    public void add(String name, String value) {
        if (value == null) {
            addNull(name);
        } else {
            addText(name).set(value);
        }
    }

    /** Adds a text that lies in an array; see {@link Text#setUtf8}. */
    public void addUtf8(String name, byte[] array, int from, int count) {
        addText(name).setUtf8(array, from, count);
    }

    /** Returns the number of values. */
    public int size() {
        return size;
    }

    /** Returns the name of a value. */
    public String name(int index) {
        return names[index];
    }

    /** Returns the type of a value. */
    public Type type(int index) {
        return types[index];
    }

    /** Returns a value of type BOOLEAN. */
    public boolean booleanAt(int index) {
        return bits[index] != 0;
    }

    /** Returns a value of type LONG. */
    public long longAt(int index) {
        return bits[index];
    }

    /** Returns a value of type DOUBLE. */
    public double doubleAt(int index) {
        return Double.longBitsToDouble(bits[index]);
    }

    /** Returns a value of type TEXT; valid until the next {@link #clear()}. */
    public Text textAt(int index) {
        return texts[index];
    }

    /** Returns the index of the first value with the name, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i] == name || names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns a value as text for a person: numbers in decimal, {@code null} as such. */
    public String display(int index) {
        switch (types[index]) {
            case NULL:
                return "null";
            case BOOLEAN:
                return Boolean.toString(booleanAt(index));
            case LONG:
                return Long.toString(longAt(index));
            case DOUBLE:
                return Double.toString(doubleAt(index));
            default:
                return texts[index].string();
        }
    }

    private Text addText(String name) {
        int index = add(name, Type.TEXT, 0);
        Text text = texts[index];
        if (text == null) {
            text = new Text();
            texts[index] = text;
        }
        return text;
    }

    private int add(String name, Type type, long value) {
        if (size == names.length) {
            int larger = size * 2;
            names = Arrays.copyOf(names, larger);
            types = Arrays.copyOf(types, larger);
            bits = Arrays.copyOf(bits, larger);
            texts = Arrays.copyOf(texts, larger);
        }
        names[size] = name;
        types[size] = type;
        bits[size] = value;
        return size++;
    }
}
