package io.tocsin.processor.core.stats;

/**
 * Whether as many bad ones among a number of things as were seen may be chance. By Chernoff's bound for the Poisson tail: of
 * an expectation of e, k or more are seen with probability at most exp(-(k ln(k/e) - k + e)); so it holds for any numbers,
 * the smallest included. Stateless.
 */
public final class Chance {

    /** Surprise from which on it is no chance where rates of failures are judged with each record. */
    public static final double FOR_RATES = 8;

    /** Surprise from which on it is no chance where shares of many things are judged each minute. */
    public static final double FOR_MINUTES = 14;

    private Chance() {}

    /**
     * Returns how surprising it is to see so many: the negative logarithm of a bound of their probability; 0 for no more than
     * expected.
     *
     * @param expected number that is usual, above 0
     */
    public static double surprise(double seen, double expected) {
        return seen <= expected ? 0 : seen * Math.log(seen / expected) - seen + expected;
    }
}
