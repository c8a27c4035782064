package io.tocsin.alertsink.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A range of addresses. Immutable.
 *
 * @param bytes length of an address: 4 or 16
 * @param first first address
 * @param bits leading bits that are fixed
 */
record AddressRange(int bytes, BigInteger first, int bits) {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F.:]+/\\d{1,3}");

    /**
     * Reads a range: {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException when the text is none
     */
    static AddressRange of(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.0.0.0/8");
        }
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits > address.length * Byte.SIZE) {
                throw new IllegalArgumentException("'" + text + "' has too many bits");
            }
            return new AddressRange(address.length, new BigInteger(1, address), bits);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses", malformed);
        }
    }

    static List<AddressRange> all(String... texts) {
        return Arrays.stream(texts).map(AddressRange::of).toList();
    }

    boolean contains(InetAddress address) {
        byte[] raw = address.getAddress();
        int shift = bytes * Byte.SIZE - bits;
        return raw.length == bytes && new BigInteger(1, raw).shiftRight(shift).equals(first.shiftRight(shift));
    }
}
