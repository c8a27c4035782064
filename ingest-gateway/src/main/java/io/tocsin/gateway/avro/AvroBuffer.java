package io.tocsin.gateway.avro;

import java.util.Arrays;

/** A growing byte array that knows Avro's binary encoding of primitives. Not thread-safe. */
public final class AvroBuffer {

    private static final int REPLACEMENT = 0xFFFD;
    private static final int MAX_VARINT = 10;

    private byte[] bytes;
    private int size;

    /**
     * Makes an empty buffer.
     *
     * @param capacity bytes that fit before it grows, at least 1
     */
    public AvroBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** Returns the number of bytes written. */
    public int size() {
        return size;
    }

    /** Forgets what was written. */
    public void clear() {
        size = 0;
    }

    /** Returns a copy of the written bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Returns the array behind the buffer, valid up to {@link #size()} and until the next write. */
    byte[] array() {
        return bytes;
    }

    /** Writes one byte as it is. */
    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Writes four bytes, the most significant first; this is no Avro encoding but that of a schema id on the wire. */
    public void writeBigEndian(int value) {
        ensure(4);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    /** Writes a boolean. */
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Writes an int, a long, an enum's position or a union's branch. */
    public void writeLong(long value) {
        ensure(MAX_VARINT);
        putVarint((value << 1) ^ (value >> 63));
    }

    /** Writes a double. */
    public void writeDouble(double value) {
        ensure(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    /** Writes a byte string. */
    public void writeBytes(byte[] source, int offset, int length) {
        writeLong(length);
        append(source, offset, length);
    }

    /** Appends bytes as they are. */
    public void append(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Appends what another buffer holds. */
    public void append(AvroBuffer other) {
        append(other.bytes, 0, other.size);
    }

    /** Writes a string; an unpaired surrogate becomes U+FFFD. */
    public void writeString(String text) {
        int length = text.length();
        ensure(MAX_VARINT + length);
        int start = size;
        putVarint((long) length << 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                char[] chars = text.toCharArray();
                writeEncoded(chars, 0, chars.length);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    /** Writes a string; an unpaired surrogate becomes U+FFFD. */
    public void writeString(char[] text, int offset, int length) {
        ensure(MAX_VARINT + length);
        int start = size;
        putVarint((long) length << 1);
        for (int i = offset, end = offset + length; i < end; i++) {
            char c = text[i];
            if (c >= 0x80) {
                size = start;
                writeEncoded(text, offset, length);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    private void writeEncoded(char[] text, int offset, int length) {
        int end = offset + length;
        int encoded = 0;
        for (int i = offset; i < end; i++) {
            int point = codePoint(text, i, end);
            encoded += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            i += Character.charCount(point) - 1;
        }
        ensure(MAX_VARINT + encoded);
        putVarint((long) encoded << 1);
        for (int i = offset; i < end; i++) {
            int point = codePoint(text, i, end);
            putCodePoint(point);
            i += Character.charCount(point) - 1;
        }
    }

    private static int codePoint(char[] text, int at, int end) {
        char c = text[at];
        if (!Character.isSurrogate(c)) {
            return c;
        }
        boolean paired = Character.isHighSurrogate(c) && at + 1 < end && Character.isLowSurrogate(text[at + 1]);
        return paired ? Character.toCodePoint(c, text[at + 1]) : REPLACEMENT;
    }

    private void putCodePoint(int point) {
        if (point < 0x80) {
            bytes[size++] = (byte) point;
        } else if (point < 0x800) {
            bytes[size++] = (byte) (0xC0 | point >> 6);
            bytes[size++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            bytes[size++] = (byte) (0xE0 | point >> 12);
            bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[size++] = (byte) (0x80 | point & 0x3F);
        } else {
            bytes[size++] = (byte) (0xF0 | point >> 18);
            bytes[size++] = (byte) (0x80 | point >> 12 & 0x3F);
            bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[size++] = (byte) (0x80 | point & 0x3F);
        }
    }

    private void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
