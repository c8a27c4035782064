package io.tocsin.processor.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes primitives into a growing array. Reusable, not thread-safe. Whole numbers take 7 bits per byte; numbers take
 * fewer bytes the shorter their mantissa is, because most measured values are short in binary.
 */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    /** Makes one with room for so many bytes before it grows. */
    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** Forgets what was written. */
    public void clear() {
        size = 0;
    }

    /** Returns the number of bytes written. */
    public int size() {
        return size;
    }

    /** Returns a copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Writes a byte. */
    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Writes a boolean as a byte. */
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Writes a non-negative whole number of up to 64 bits (taken as unsigned) in 1 to 10 bytes, low bits first. */
    public void writeUnsigned(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes a whole number of either sign, small magnitudes in few bytes. */
    public void writeSigned(long value) {
        writeUnsigned((value << 1) ^ (value >> 63));
    }

    /** Writes 8 bytes, high bits first. */
    public void writeFixedLong(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /**
     * Writes a number exactly, bit for bit: its bits in reverse order, so that the zeros at the end of a short mantissa
     * are leading zeros; at most 9 bytes.
     */
    public void writeDouble(double value) {
        ensure(9);
        long rest = Long.reverse(Double.doubleToRawLongBits(value));
        for (int i = 0; i < 8; i++) {
            if ((rest & ~0x7fL) == 0) {
                bytes[size++] = (byte) rest;
                return;
            }
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes a number of single precision in 4 bytes, high bits first. */
    public void writeFloat(float value) {
        ensure(4);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    /** Writes a string as its length in UTF-8 and the bytes. */
    public void writeString(String value) {
        int length = value.length();
        ensure(10 + length);
        int mark = size;
        writeUnsigned(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                size = mark;
                byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
                writeUnsigned(utf8.length);
                writeBytes(utf8, 0, utf8.length);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    /** Writes a string or null. */
    public void writeNullableString(String value) {
        writeBoolean(value != null);
        if (value != null) {
            writeString(value);
        }
    }

    /** Writes bytes without a length. */
    public void writeBytes(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
