package io.tocsin.processor.core.rule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often a rule was worked out in one task and what it said, and at how many sources in memory it says what now.
 * Counted since the process or this version of the rule began. Written by the thread of the task, read by any: each number
 * is exact, several read one after the other need not fit.
 */
public final class RuleTally {

    private static final RuleVerdict[] VERDICTS = RuleVerdict.values();
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long revision;
    /** One number per verdict, and one for values whose verdict is only known when they broke the rule. */
    private final long[] evaluations = new long[VERDICTS.length + 1];

    private final long[] standing = new long[VERDICTS.length];
    private volatile Failure lastFailure;

    /**
     * A time at which the rule could not be worked out. Immutable.
     *
     * @param at stream time in epoch milliseconds
     * @param source name of the source
     * @param environment environment of the source
     * @param message why
     */
    public record Failure(long at, String source, String environment, String message) {}

    RuleTally(long revision) {
        this.revision = revision;
    }

    long revision() {
        return revision;
    }

    /** Counts an evaluation. */
    public void count(RuleVerdict verdict) {
        add(evaluations, verdict.ordinal(), 1);
    }

    /** Counts values that the rule looked at; those that broke it were told to {@link #count} besides. */
    public void countValues(long values) {
        add(evaluations, VERDICTS.length, values);
    }

    /** One thread writes; opaque, so that others see whole numbers sooner or later, at the price of a plain store. */
    private static void add(long[] cells, int index, long more) {
        CELLS.setOpaque(cells, index, cells[index] + more);
    }

    private static long get(long[] cells, int index) {
        return (long) CELLS.getOpaque(cells, index);
    }

    /**
     * Notes what the rule says of a source from now on.
     *
     * @param from what it said before, or null for nothing
     * @param to what it says, or null when the source is not bound to it any more
     */
    public void moved(RuleVerdict from, RuleVerdict to) {
        if (from != to) {
            if (from != null) {
                add(standing, from.ordinal(), -1);
            }
            if (to != null) {
                add(standing, to.ordinal(), 1);
            }
        }
    }

    /** Notes that it could not be worked out, which {@link #count} counts. */
    public void failed(Failure failure) {
        lastFailure = failure;
    }

    /** Returns how often the rule said so. */
    public long evaluations(RuleVerdict verdict) {
        long counted = get(evaluations, verdict.ordinal());
        return verdict == RuleVerdict.OK
                ? counted
                        + Math.max(
                                0, get(evaluations, VERDICTS.length) - get(evaluations, RuleVerdict.BREACH.ordinal()))
                : counted;
    }

    /** Returns at how many sources in memory it says so now; only rules that are worked out as time passes are counted. */
    public long sources(RuleVerdict verdict) {
        return get(standing, verdict.ordinal());
    }

    /** Returns the latest failure, or null. */
    public Failure lastFailure() {
        return lastFailure;
    }

    void forgetSources() {
        for (int i = 0; i < VERDICTS.length; i++) {
            CELLS.setOpaque(standing, i, 0L);
        }
    }
}
