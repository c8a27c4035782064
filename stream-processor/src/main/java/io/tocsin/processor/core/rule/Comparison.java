package io.tocsin.processor.core.rule;

/** How a value is held against a limit. */
public enum Comparison {
    /** Greater than the limit breaks. */
    ABOVE(">", "is above"),
    /** The limit and greater breaks. */
    AT_LEAST(">=", "is at least"),
    /** Less than the limit breaks. */
    BELOW("<", "is below"),
    /** The limit and less breaks. */
    AT_MOST("<=", "is at most"),
    /** The limit itself breaks. */
    EQUAL("==", "is"),
    /** Anything but the limit breaks. */
    UNEQUAL("!=", "is not");

    private final String sign;
    private final String words;

    Comparison(String sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** Returns the comparison with a sign such as {@code >=}, or null. */
    public static Comparison ofSign(String sign) {
        for (Comparison comparison : values()) {
            if (comparison.sign.equals(sign)) {
                return comparison;
            }
        }
        return null;
    }

    /** Returns the sign, for example {@code >=}. */
    public String sign() {
        return sign;
    }

    /** Returns the words between a value and a limit that it breaks. */
    public String words() {
        return words;
    }

    /** Returns whether higher limits are worse. */
    public boolean isUpper() {
        return this == ABOVE || this == AT_LEAST;
    }

    /** Returns whether lower limits are worse. */
    public boolean isLower() {
        return this == BELOW || this == AT_MOST;
    }

    /** Returns whether a value breaks a limit. */
    public boolean breaks(double value, double limit) {
        switch (this) {
            case ABOVE:
                return value > limit;
            case AT_LEAST:
                return value >= limit;
            case BELOW:
                return value < limit;
            case AT_MOST:
                return value <= limit;
            case EQUAL:
                return value == limit;
            default:
                return value != limit;
        }
    }

    /**
     * Returns whether a value is so far on the good side of a limit that it clears it.
     *
     * @param clearFactor what is left of the limit's magnitude when the distance to keep is taken off, in (0,1]
     */
    public boolean clears(double value, double limit, double clearFactor) {
        if (breaks(value, limit)) {
            return false;
        }
        double distance = Math.abs(limit) - Math.abs(limit) * clearFactor;
        if (distance == 0 || !isUpper() && !isLower()) {
            return true;
        }
        return isUpper() ? value < limit - distance : value > limit + distance;
    }
}
