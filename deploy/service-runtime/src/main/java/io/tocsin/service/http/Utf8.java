package io.tocsin.service.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF. Within JSON also that
 * escaped surrogates come in pairs, for an unpaired one cannot be written as UTF-8 again.
 */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long BACKSLASHES = '\\' * ONES;

    private Utf8() {}

    /**
     * Requires that a part of an array is valid UTF-8, and as JSON has no unpaired escaped surrogate.
     *
     * @throws ProblemException with status 400 otherwise, naming the place
     */
    public static void requireValid(byte[] bytes, int from, int to) {
        int wrong = firstWrong(bytes, from, to);
        if (wrong >= 0) {
            throw new ProblemException(
                    Problem.badRequest("The body is not valid UTF-8: wrong from byte " + (wrong - from) + " on.")
                            .withCode("invalid-utf-8"));
        }
    }

    /**
     * The index of the first byte that begins no valid character.
     *
     * @return the index, or -1 when everything is valid
     */
    public static int firstWrong(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            // Eight bytes at a time while they are ASCII and no backslash: the subtraction borrows into the high bit of
            // every byte that equals a backslash.
            while (at + 8 <= to) {
                long eight = (long) LONGS.get(bytes, at);
                long difference = eight ^ BACKSLASHES;
                if ((((difference - ONES) & ~difference | eight) & HIGH_BITS) != 0) {
                    break;
                }
                at += 8;
            }
            int stop = Math.min(to, at + 8);
            while (at < stop) {
                byte b = bytes[at];
                int length = b >= 0 ? b == '\\' ? escape(bytes, at, to) : 1 : sequence(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return -1;
    }

    /** Length of the multi-byte character at this place; 0 when it is wrong. */
    private static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return at + 1 < to && isTail(bytes[at + 1]) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            if (at + 2 >= to || !isTail(bytes[at + 1]) || !isTail(bytes[at + 2])) {
                return 0;
            }
            int second = bytes[at + 1] & 0xFF;
            boolean overlong = lead == 0xE0 && second < 0xA0;
            boolean surrogate = lead == 0xED && second > 0x9F;
            return overlong || surrogate ? 0 : 3;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            if (at + 3 >= to || !isTail(bytes[at + 1]) || !isTail(bytes[at + 2]) || !isTail(bytes[at + 3])) {
                return 0;
            }
            int second = bytes[at + 1] & 0xFF;
            boolean overlong = lead == 0xF0 && second < 0x90;
            boolean beyond = lead == 0xF4 && second > 0x8F;
            return overlong || beyond ? 0 : 4;
        }
        return 0;
    }

    private static boolean isTail(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** Length of the escape at this place; 0 when it is an unpaired surrogate. Other mistakes are the parser's to find. */
    private static int escape(byte[] bytes, int at, int to) {
        int unit = codeUnit(bytes, at, to);
        if (unit < 0) {
            return at + 1 < to && bytes[at + 1] >= 0 ? 2 : 1;
        }
        if (!Character.isSurrogate((char) unit)) {
            return 6;
        }
        int low = codeUnit(bytes, at + 6, to);
        boolean pair = Character.isHighSurrogate((char) unit) && low >= 0 && Character.isLowSurrogate((char) low);
        return pair ? 12 : 0;
    }

    private static int codeUnit(byte[] bytes, int at, int to) {
        if (at + 6 > to || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
