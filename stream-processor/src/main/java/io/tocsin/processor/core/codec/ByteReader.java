package io.tocsin.processor.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Reusable, not thread-safe. Whatever the bytes are, a method returns or throws
 * {@link CorruptStateException}: it never reads beyond the end, and a count is refused when fewer bytes are left than
 * that many elements need, so damaged bytes can neither loop nor allocate without bound.
 */
public final class ByteReader {

    private byte[] bytes;
    private int position;
    private int end;

    /** Starts at the beginning of an array. */
    public ByteReader reset(byte[] source) {
        return reset(source, 0, source.length);
    }

    /** Starts at a piece of an array. */
    public ByteReader reset(byte[] source, int from, int count) {
        bytes = source;
        position = from;
        end = from + count;
        return this;
    }

    /** Returns the number of bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /** Fails unless everything has been read. */
    public void requireEnd() {
        if (position != end) {
            throw new CorruptStateException(remaining() + " bytes too many");
        }
    }

    /** Reads a byte, 0 to 255. */
    public int readByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    /** Reads a boolean. */
    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new CorruptStateException("boolean of value " + value);
        }
        return value == 1;
    }

    /** Reads what {@link ByteWriter#writeUnsigned} wrote; a result with the top bit set is negative. */
    public long readUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptStateException("number of more than 10 bytes");
    }

    /** Reads a non-negative whole number. */
    public long readCount() {
        long value = readUnsigned();
        if (value < 0) {
            throw new CorruptStateException("negative count");
        }
        return value;
    }

    /**
     * Reads the number of elements that follow.
     *
     * @param most greatest number that is allowed
     * @param bytesEach fewest bytes that one element takes, at least 1
     */
    public int readLength(int most, int bytesEach) {
        long value = readUnsigned();
        if (value < 0 || value > most || value * bytesEach > remaining()) {
            throw new CorruptStateException(
                    value + " elements where at most " + most + " and " + remaining() + " bytes can be");
        }
        return (int) value;
    }

    /** Reads a whole number in a range. */
    public int readInt(int least, int most) {
        long value = readUnsigned();
        if (value < least || value > most) {
            throw new CorruptStateException(value + " is not within " + least + " and " + most);
        }
        return (int) value;
    }

    /** Reads what {@link ByteWriter#writeSigned} wrote. */
    public long readSigned() {
        long value = readUnsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads what {@link ByteWriter#writeFixedLong} wrote. */
    public long readFixedLong() {
        require(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[position++] & 0xff;
        }
        return value;
    }

    /** Reads what {@link ByteWriter#writeDouble} wrote, bit for bit. */
    public double readDouble() {
        long value = 0;
        for (int shift = 0; shift < 56; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return Double.longBitsToDouble(Long.reverse(value));
            }
        }
        value |= (long) readByte() << 56;
        return Double.longBitsToDouble(Long.reverse(value));
    }

    /**
     * Reads what {@link ByteWriter#writeFloat} wrote.
     *
     * @throws CorruptStateException when it is no finite number
     */
    public float readFiniteFloat() {
        require(4);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            bits = bits << 8 | bytes[position++] & 0xff;
        }
        float value = Float.intBitsToFloat(bits);
        if (!Float.isFinite(value)) {
            throw new CorruptStateException("number " + value);
        }
        return value;
    }

    /** Reads a number that is neither NaN nor infinite. */
    public double readFinite() {
        double value = readDouble();
        if (!Double.isFinite(value)) {
            throw new CorruptStateException("number that is not finite");
        }
        return value;
    }

    /** Reads so many bytes. */
    public byte[] readBytes(int count) {
        require(count);
        byte[] value = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return value;
    }

    /** Reads a string. */
    public String readString() {
        int length = readLength(Integer.MAX_VALUE, 1);
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** Reads a string or null. */
    public String readNullableString() {
        return readBoolean() ? readString() : null;
    }

    private void require(int count) {
        if (end - position < count) {
            throw new CorruptStateException("ends after " + position + " bytes where more should follow");
        }
    }
}
