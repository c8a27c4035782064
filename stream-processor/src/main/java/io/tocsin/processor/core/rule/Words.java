package io.tocsin.processor.core.rule;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers and durations as a person reads them; the same on every machine, whatever its locale. */
public final class Words {

    private static final MathContext DIGITS = new MathContext(6);

    private Words() {}

    /** Returns a number with at most 6 significant digits: 6200, 93.5, 0.0123457, 1.5E+21. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        double magnitude = Math.abs(value);
        return magnitude >= 1e-6 && magnitude < 1e15 ? rounded.toPlainString() : rounded.toString();
    }

    /** Returns a duration in its largest fitting unit: 45 s, 10 min, 2 h. */
    public static String duration(long ms) {
        if (ms % 3_600_000 == 0 && ms > 0) {
            return ms / 3_600_000 + " h";
        }
        if (ms % 60_000 == 0 && ms > 0) {
            return ms / 60_000 + " min";
        }
        return number(ms / 1000.0) + " s";
    }
}
