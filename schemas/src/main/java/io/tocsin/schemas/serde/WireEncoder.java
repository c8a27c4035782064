package io.tocsin.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Encoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding into an array that is used again for the next record. Avro's own encoders copy each string into
 * an array of its own first; this one writes text straight to where it belongs. Not thread-safe.
 */
final class WireEncoder extends Encoder {

    private static final int INITIAL_CAPACITY = 1_024;
    private static final int RETAINED_CAPACITY = 256 * 1_024;
    private static final int MAX_VARINT = 10;

    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int size;

    /** Forgets what was written. */
    void reset() {
        size = 0;
        if (buffer.length > RETAINED_CAPACITY) {
            buffer = new byte[INITIAL_CAPACITY];
        }
    }

    /** Returns what was written since the last reset, in an array of its own. */
    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes four bytes, big endian. */
    void writeBigEndian(int value) {
        require(Integer.BYTES);
        buffer[size++] = (byte) (value >>> 24);
        buffer[size++] = (byte) (value >>> 16);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
    }

    @Override
    public void writeNull() {
        // Avro writes nothing for null.
    }

    @Override
    public void writeBoolean(boolean value) {
        require(1);
        buffer[size++] = value ? (byte) 1 : 0;
    }

    @Override
    public void writeInt(int value) {
        require(MAX_VARINT);
        writeVarint((value << 1 ^ value >> 31) & 0xFFFF_FFFFL);
    }

    @Override
    public void writeLong(long value) {
        require(MAX_VARINT);
        writeVarint(value << 1 ^ value >> 63);
    }

    @Override
    public void writeFloat(float value) {
        writeLittleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    @Override
    public void writeDouble(double value) {
        writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    @Override
    public void writeString(Utf8 text) {
        writeBytes(text.getBytes(), 0, text.getByteLength());
    }

    @Override
    public void writeString(CharSequence text) {
        if (text instanceof Utf8 utf8) {
            writeString(utf8);
        } else {
            writeString(text.toString());
        }
    }

    @Override
    public void writeString(String text) {
        int length = text.length();
        require(MAX_VARINT + length);
        int start = size;
        writeVarint((long) length << 1);
        int at = size;
        byte[] to = buffer;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                writeBytes(utf8, 0, utf8.length);
                return;
            }
            to[at++] = (byte) c;
        }
        size = at;
    }

    @Override
    public void writeBytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        require(MAX_VARINT + length);
        writeVarint((long) length << 1);
        bytes.duplicate().get(buffer, size, length);
        size += length;
    }

    @Override
    public void writeBytes(byte[] bytes, int start, int length) {
        require(MAX_VARINT + length);
        writeVarint((long) length << 1);
        writeFixed(bytes, start, length);
    }

    @Override
    public void writeFixed(byte[] bytes, int start, int length) {
        require(length);
        System.arraycopy(bytes, start, buffer, size, length);
        size += length;
    }

    @Override
    public void writeEnum(int symbol) {
        writeInt(symbol);
    }

    @Override
    public void writeArrayStart() {
        // Blocks begin with their count, which comes with setItemCount.
    }

    @Override
    public void setItemCount(long count) {
        if (count > 0) {
            writeLong(count);
        }
    }

    @Override
    public void startItem() {
        // Items follow one another without a mark.
    }

    @Override
    public void writeArrayEnd() {
        writeInt(0);
    }

    @Override
    public void writeMapStart() {
        // As for arrays.
    }

    @Override
    public void writeMapEnd() {
        writeInt(0);
    }

    @Override
    public void writeIndex(int branch) {
        writeInt(branch);
    }

    @Override
    public void flush() {
        // Everything is in the array already.
    }

    private void writeVarint(long zigzag) {
        long rest = zigzag;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void writeLittleEndian(long bits, int bytes) {
        require(bytes);
        for (int i = 0; i < bytes; i++) {
            buffer[size++] = (byte) (bits >>> (i * Byte.SIZE));
        }
    }

    private void require(int bytes) {
        if (buffer.length - size < bytes) {
            int wanted = Math.addExact(size, bytes);
            buffer = Arrays.copyOf(buffer, Math.max(wanted, (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
