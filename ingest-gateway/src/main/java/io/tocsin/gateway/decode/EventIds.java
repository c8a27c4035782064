package io.tocsin.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids in the form of a UUID of version 7 (RFC 9562): 48 bits of time, then bits that no other id of this process
 * has and that those of another share only by chance (62 bits from a mixed counter that starts at random). They cannot be
 * guessed from outside but are no secret. Thread-safe.
 */
public final class EventIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** The odd constant of SplitMix64: steps of it visit every 64-bit value. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final AtomicLong counter;

    /** Makes a source of ids that starts at random. */
    public EventIds() {
        this(new SecureRandom().nextLong());
    }

    /** Makes a source of ids that starts at a given place, so that its ids can be foretold. */
    public EventIds(long start) {
        counter = new AtomicLong(start);
    }

    /**
     * Returns a new id of 36 characters.
     *
     * @param now epoch milliseconds, not negative
     */
    public String next(long now) {
        long mixed = mix(counter.getAndAdd(GOLDEN));
        long high = now << 16 | 0x7000L | (mix(~mixed) & 0xFFF);
        long low = mixed >>> 2 | 1L << 63;
        byte[] text = new byte[36];
        hex(high >>> 32, 8, text, 0);
        hex(high >>> 16, 4, text, 9);
        hex(high, 4, text, 14);
        hex(low >>> 48, 4, text, 19);
        hex(low, 12, text, 24);
        text[8] = '-';
        text[13] = '-';
        text[18] = '-';
        text[23] = '-';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(long value, int digits, byte[] text, int at) {
        for (int i = digits - 1; i >= 0; i--) {
            text[at + digits - 1 - i] = HEX[(int) (value >>> (i * 4)) & 0xF];
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014), a bijection. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
