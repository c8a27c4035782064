package io.tocsin.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding out of an array, suspicious of what it reads: whoever can write to the topic can write any
 * length. A length beyond the end of the data is refused before anything is allocated for it, and so are more items of
 * arrays and maps than the data has bytes (which refuses long arrays of things that take no bytes, such as nulls). Not
 * thread-safe.
 */
final class WireDecoder extends Decoder {

    private byte[] data;
    private int position;
    private int end;
    private long itemBudget;

    /** Begins to read {@code data} at {@code start}. */
    void begin(byte[] source, int start) {
        data = source;
        position = start;
        end = source.length;
        itemBudget = end - start;
    }

    /** Returns how many bytes are not read yet. */
    int remaining() {
        return end - position;
    }

    @Override
    public void readNull() {
        // Avro writes nothing for null.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return next() == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroTypeException("an int is out of range");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = next();
            zigzag |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw new AvroTypeException("a number has more than ten bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) readLittleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        int length = readLength();
        Utf8 text = old == null ? new Utf8() : old;
        text.setByteLength(length);
        readFixed(text.getBytes(), 0, length);
        return text;
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        String text = new String(data, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    @Override
    public void skipString() throws IOException {
        position += readLength();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = readLength();
        byte[] bytes = new byte[length];
        readFixed(bytes, 0, length);
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void skipBytes() throws IOException {
        position += readLength();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        require(length);
        System.arraycopy(data, position, bytes, start, length);
        position += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        require(length);
        position += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    private byte next() throws EOFException {
        if (position == end) {
            throw new EOFException("the data ends within a value");
        }
        return data[position++];
    }

    private int readLength() throws IOException {
        long length = readLong();
        require(length);
        return (int) length;
    }

    private void require(long bytes) throws IOException {
        if (bytes < 0 || bytes > end - position) {
            throw new EOFException(
                    "a length of " + bytes + " does not fit the " + remaining() + " bytes that are left");
        }
    }

    private long readLittleEndian(int bytes) throws IOException {
        require(bytes);
        long bits = 0;
        for (int i = 0; i < bytes; i++) {
            bits |= (data[position++] & 0xFFL) << (i * Byte.SIZE);
        }
        return bits;
    }

    /** A negative count is followed by the size of the block in bytes, which only skipping needs. */
    private long readItemCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        return withinBudget(count);
    }

    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipFixed(readLength());
            count = readLong();
        }
        return withinBudget(count);
    }

    private long withinBudget(long count) {
        if (count < 0 || count > itemBudget) {
            throw new AvroTypeException("more items than the data has bytes");
        }
        itemBudget -= count;
        return count;
    }
}
