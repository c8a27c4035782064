package io.tocsin.processor.core.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64-bit hash of bytes: the algorithm of xxHash64 (Yann Collet, BSD 2-clause specification), written anew. Two records
 * of one window are mistaken for the same one with a probability of about n * n / 2^65 for n ids: 3e-8 for a million.
 */
public final class IdHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private IdHash() {}

    /**
     * Returns the identity of an id within a source: the id's hash, seeded with the hash of the source's key.
     *
     * @param sourceHash {@link #hash(byte[], int, int, long)} of the source's key with seed 0
     */
    public static long of(long sourceHash, byte[] id, int from, int count) {
        return hash(id, from, count, sourceHash);
    }

    /** Returns the hash of a piece of an array. */
    public static long hash(byte[] bytes, int from, int count, long seed) {
        int position = from;
        int end = from + count;
        long hash;
        if (count >= 32) {
            long a = seed + P1 + P2;
            long b = seed + P2;
            long c = seed;
            long d = seed - P1;
            while (end - position >= 32) {
                a = round(a, (long) LONGS.get(bytes, position));
                b = round(b, (long) LONGS.get(bytes, position + 8));
                c = round(c, (long) LONGS.get(bytes, position + 16));
                d = round(d, (long) LONGS.get(bytes, position + 24));
                position += 32;
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(hash, a);
            hash = merge(hash, b);
            hash = merge(hash, c);
            hash = merge(hash, d);
        } else {
            hash = seed + P5;
        }
        hash += count;
        while (end - position >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(bytes, position)), 27) * P1 + P4;
            position += 8;
        }
        if (end - position >= 4) {
            hash = Long.rotateLeft(hash ^ ((int) INTS.get(bytes, position) & 0xffffffffL) * P1, 23) * P2 + P3;
            position += 4;
        }
        while (position < end) {
            hash = Long.rotateLeft(hash ^ (bytes[position] & 0xff) * P5, 11) * P1;
            position++;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }
}
