package io.tocsin.processor.topology.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads Avro binary primitives from an array without allocating. Reusable, not thread-safe. Every method throws
 * {@link TruncatedRecordException} when the record ends early or a length is out of range, so that a malformed record
 * never reads beyond its own bytes.
 */
final class AvroCursor {

    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int position;
    private int limit;

    void reset(byte[] array, int from, int to) {
        bytes = array;
        position = from;
        limit = to;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == limit;
    }

    byte[] array() {
        return bytes;
    }

    long readLong() {
        long value = 0;
        int shift = 0;
        while (true) {
            if (position >= limit) {
                throw new TruncatedRecordException("record ends within a number");
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
            shift += 7;
            if (shift > 63) {
                throw new TruncatedRecordException("number of more than ten bytes");
            }
        }
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new TruncatedRecordException("number " + value + " is out of the range of an int");
        }
        return (int) value;
    }

    double readDouble() {
        if (limit - position < Double.BYTES) {
            throw new TruncatedRecordException("record ends within a double");
        }
        double value = (double) DOUBLES.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    boolean readBoolean() {
        if (position >= limit) {
            throw new TruncatedRecordException("record ends within a boolean");
        }
        byte b = bytes[position++];
        if (b != 0 && b != 1) {
            throw new TruncatedRecordException("boolean with the value " + b);
        }
        return b == 1;
    }

    /** Reads the length of a string or of bytes and checks that so much is left; the content starts at the position. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > limit - position) {
            throw new TruncatedRecordException("length " + length + " where " + (limit - position) + " bytes are left");
        }
        return (int) length;
    }

    void skip(int length) {
        position += length;
    }

    /** Returns whether a union of null and one type holds the type. */
    boolean readPresence() {
        int branch = readInt();
        if (branch != 0 && branch != 1) {
            throw new TruncatedRecordException("branch " + branch + " of a union of two");
        }
        return branch == 1;
    }

    /**
     * Reads the head of a block of a map or array: the number of entries, 0 at the end. Each entry takes at least one
     * byte, so a count beyond the bytes that are left is refused before anyone loops over it.
     */
    int readBlock() {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        if (count < 0 || count > limit - position) {
            throw new TruncatedRecordException(
                    "block of " + count + " entries where " + (limit - position) + " bytes are left");
        }
        return (int) count;
    }
}
