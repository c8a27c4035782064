package io.tocsin.alertsink.routing;

import java.util.Comparator;

/**
 * The order of strings by their UTF-8 bytes, in which Alertmanager sorts. It is that of code points, which differs from
 * {@link String#compareTo} for characters beyond the basic plane. Stateless.
 */
public final class Utf8Order {

    /** The order as a comparator. */
    public static final Comparator<String> INSTANCE = Utf8Order::compare;

    private Utf8Order() {}

    /** Compares two strings. */
    public static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Character.compare(rank(a), rank(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Surrogates stand for code points above all others. */
    private static char rank(char unit) {
        if (unit >= 0xE000) {
            return (char) (unit - 0x800);
        }
        return Character.isSurrogate(unit) ? (char) (unit + 0x2000) : unit;
    }
}
