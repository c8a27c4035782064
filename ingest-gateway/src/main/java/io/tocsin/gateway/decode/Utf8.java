package io.tocsin.gateway.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8 (RFC 3629) and hold no zero byte, which no JSON text has. Stateless and thread-safe. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private Utf8() {}

    /** Returns the place of the first byte that may not stand there, or -1. */
    static int firstBadByte(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at >= 8) {
                long eight = (long) LONGS.get(bytes, at);
                // Zero when all eight are ASCII and none is zero.
                if (((eight | (eight - LOW_BITS)) & HIGH_BITS) == 0) {
                    at += 8;
                    continue;
                }
            }
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at];
        if (lead > 0) {
            return 1;
        }
        int rest = to - at;
        int second = rest > 1 ? bytes[at + 1] & 0xFF : 0;
        if (lead >= (byte) 0xC2 && lead <= (byte) 0xDF) {
            return continues(second) ? 2 : 0;
        }
        boolean third = rest > 2 && continues(bytes[at + 2] & 0xFF);
        if (lead >= (byte) 0xE0 && lead <= (byte) 0xEF) {
            boolean overlong = lead == (byte) 0xE0 && second < 0xA0;
            boolean surrogate = lead == (byte) 0xED && second > 0x9F;
            return continues(second) && third && !overlong && !surrogate ? 3 : 0;
        }
        boolean fourth = rest > 3 && continues(bytes[at + 3] & 0xFF);
        if (lead >= (byte) 0xF0 && lead <= (byte) 0xF4) {
            boolean overlong = lead == (byte) 0xF0 && second < 0x90;
            boolean tooHigh = lead == (byte) 0xF4 && second > 0x8F;
            return continues(second) && third && fourth && !overlong && !tooHigh ? 4 : 0;
        }
        return 0;
    }

    private static boolean continues(int value) {
        return (value & 0xC0) == 0x80;
    }
}
