package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Rule.Kind;
import java.util.Objects;

/**
 * A rule that is broken at a source, from the breach until it has cleared for long enough. There is none for a rule that
 * is kept. Hysteresis lies here: a value between the clear limit and the limit neither breaks nor clears, and a cleared
 * condition leaves only after a hold time without another breach. Times are stream time in epoch milliseconds. Mutable,
 * not thread-safe; stored by {@link ConditionCodec}.
 */
public final class Condition {

    /** Ordinal of a condition that is about no metric. */
    public static final int NO_METRIC = -1;

    /** What a further value did. */
    public enum Observed {
        /** Nothing that anybody must hear of. */
        SAME,
        /** It began or ceased to break or to clear the limit; the severity is as before. */
        TURNED,
        /** The severity rose. */
        ROSE
    }

    /** What {@link #settle} found. */
    public enum Settled {
        /** As before. */
        SAME,
        /** The higher level has cleared for long enough, the lower one holds. */
        LOWERED,
        /** All has cleared for long enough, or nothing is known any more. */
        LEFT
    }

    static final long NONE = Long.MIN_VALUE;

    Rule rule;
    final String metric;
    final int ordinal;
    final long since;
    int level;
    /** Level that the latest value broke, or -1. */
    int broken;
    /** Since when it has been broken without clearing. */
    long breachSince;

    long lastBreachAt;
    long lastSampleAt;
    /** Since when values have been below the clear limit of the lower level, and of the higher one. */
    long lowClearSince = NONE;

    long highClearSince = NONE;
    double value;
    double observed;
    double expected;
    double latest;
    long samples;
    String detail;
    /** Whether the rule has been changed since the condition was stored. */
    boolean outdated;

    Condition(Rule rule, String metric, int ordinal, long since) {
        this.rule = rule;
        this.metric = metric;
        this.ordinal = ordinal;
        this.since = since;
        this.breachSince = since;
        this.lastBreachAt = since;
        this.lastSampleAt = since;
    }

    /**
     * Makes the condition of a rule that a value has just broken.
     *
     * @param metric metric that it is about, or null
     * @param ordinal ordinal of the metric, or {@link #NO_METRIC}
     * @param value what is held against the limits
     * @param observed what is shown for it
     * @param expected expectation that is shown, or NaN for the limit of the level
     * @param samples samples that the value rests on
     */
    public static Condition ofValue(
            Rule rule,
            String metric,
            int ordinal,
            double value,
            double observed,
            double expected,
            long samples,
            long now) {
        Condition condition = new Condition(rule, metric, ordinal, now);
        condition.level = Math.max(0, rule.levelOf(value));
        condition.broken = condition.level;
        condition.note(value, observed, expected, samples);
        return condition;
    }

    /**
     * Makes the condition of something that was found in a record, or that did not come.
     *
     * @param observed what is shown, or NaN
     * @param expected expectation that is shown, or NaN
     * @param detail what was found, or null when the rule says it all
     */
    public static Condition ofFinding(Rule rule, double observed, double expected, String detail, long now) {
        Condition condition = new Condition(rule, null, NO_METRIC, now);
        condition.foundAgain(observed, expected, detail, now);
        return condition;
    }

    /**
     * Makes the condition of something that a detector found and that lasts.
     *
     * @param metric metric that it is about, or null
     * @param ordinal ordinal of the metric, or {@link #NO_METRIC}
     */
    public static Condition ofEpisode(Rule rule, String metric, int ordinal, Evidence evidence, long now) {
        Condition condition = new Condition(rule, metric, ordinal, now);
        condition.level = Math.max(0, rule.levelOf(evidence.score()));
        condition.take(evidence);
        condition.broken = condition.level;
        return condition;
    }

    /** Says that what was found goes on. */
    public Observed goesOn(Evidence evidence, long now) {
        boolean wasClearing = isCleared();
        lowClearSince = NONE;
        highClearSince = NONE;
        lastSampleAt = now;
        lastBreachAt = now;
        breachSince = breachSince == NONE ? now : breachSince;
        int reached = Math.max(0, rule.levelOf(evidence.score()));
        boolean rises = reached > level;
        if (rises || evidence.score() >= value) {
            level = Math.max(level, reached);
            take(evidence);
        }
        broken = level;
        return rises ? Observed.ROSE : wasClearing ? Observed.TURNED : Observed.SAME;
    }

    /**
     * Holds a further value against the limits.
     *
     * @param newSamples samples that it rests on: added for single values, in place of the former ones for a ratio or a
     *     history
     */
    public Observed observe(
            double newValue, double newObserved, double newExpected, long newSamples, double clearFactor, long now) {
        boolean wasBreaching = isBreaching();
        long knownLow = lowClearSince;
        long knownHigh = highClearSince;
        long knownBreach = breachSince;
        lastSampleAt = now;
        latest = newObserved;
        broken = rule.levelOf(newValue);
        lowClearSince = clearSince(lowClearSince, newValue, 0, clearFactor, now);
        if (rule.levels().size() > 1) {
            highClearSince = clearSince(highClearSince, newValue, 1, clearFactor, now);
        }
        if (lowClearSince != NONE) {
            breachSince = NONE;
        } else if (breachSince == NONE && broken >= 0) {
            breachSince = now;
        }
        if (broken >= 0) {
            lastBreachAt = now;
        }
        boolean rises = broken > level;
        if (broken >= level) {
            level = broken;
            note(newValue, newObserved, newExpected, newSamples);
        }
        if (rises) {
            return Observed.ROSE;
        }
        // Also what does not show yet has begun to last, or no longer does: the next deadline is another.
        boolean turned = wasBreaching != isBreaching()
                || knownLow != lowClearSince
                || knownHigh != highClearSince
                || knownBreach != breachSince;
        return turned ? Observed.TURNED : Observed.SAME;
    }

    /** Says that there are too few samples to say anything, which clears the condition. */
    public Observed observeNothing(long now) {
        boolean knownCleared = lowClearSince != NONE && highClearSince != NONE;
        lastSampleAt = now;
        lowClearSince = lowClearSince == NONE ? now : lowClearSince;
        highClearSince = highClearSince == NONE ? now : highClearSince;
        broken = -1;
        breachSince = NONE;
        return knownCleared ? Observed.SAME : Observed.TURNED;
    }

    /** Notes that the same was found once more, or still does not come. */
    public void foundAgain(double newObserved, double newExpected, String newDetail, long now) {
        observed = newObserved;
        expected = newExpected;
        latest = newObserved;
        detail = newDetail;
        samples++;
        broken = 0;
        lastBreachAt = now;
        lastSampleAt = now;
        lowClearSince = NONE;
        breachSince = breachSince == NONE ? now : breachSince;
    }

    /** Says that what did not come has come, or that what was found is over. */
    public void arrived(long now) {
        if (lowClearSince == NONE) {
            lowClearSince = now;
            highClearSince = now;
            broken = -1;
            breachSince = NONE;
        }
    }

    /** Ends what has lasted long enough. */
    public Settled settle(Holds holds, long now) {
        switch (rule.kind()) {
            case FINDING:
                return now - lastBreachAt >= holds.findingHoldMs() ? Settled.LEFT : Settled.SAME;
            case SILENCE, EPISODE:
                return lasted(lowClearSince, holds, now) ? Settled.LEFT : Settled.SAME;
            default:
                if (lasted(lowClearSince, holds, now) || now - lastSampleAt >= holds.staleMs()) {
                    return Settled.LEFT;
                }
                if (level == 1 && lasted(highClearSince, holds, now)) {
                    level = 0;
                    observed = latest;
                    expected = rule.kind() == Kind.ANOMALY ? expected : rule.lowestLimit();
                    return Settled.LOWERED;
                }
                return Settled.SAME;
        }
    }

    /** Returns whether the condition of the present level has cleared and is being watched. */
    public boolean isClearing(Holds holds, long now) {
        return rule.kind() == Kind.FINDING ? now >= findingClearsAt(holds) : isCleared();
    }

    /** Returns whether the latest value broke the present level; between clear limit and limit it did not. */
    public boolean isBreaching() {
        return broken >= level;
    }

    /** Returns whether the breach has lasted without clearing for as long as the rule asks before an alert fires. */
    public boolean hasLasted(long now) {
        return rule.forMs() == 0 || breachSince != NONE && now - breachSince >= rule.forMs();
    }

    /** Returns the next time after now at which {@link #settle}, {@link #isClearing} or {@link #hasLasted} changes. */
    public long nextDeadline(Holds holds, long now) {
        if (rule.kind() == Kind.FINDING) {
            long clears = findingClearsAt(holds);
            return now < clears ? clears : lastBreachAt + holds.findingHoldMs();
        }
        boolean endIsTold = rule.kind() == Kind.SILENCE || rule.kind() == Kind.EPISODE;
        long next = endIsTold ? Long.MAX_VALUE : lastSampleAt + holds.staleMs();
        if (lowClearSince != NONE) {
            next = Math.min(next, lowClearSince + holds.holdMs());
        }
        if (highClearSince != NONE && level == 1) {
            next = Math.min(next, highClearSince + holds.holdMs());
        }
        if (breachSince != NONE && now < breachSince + rule.forMs()) {
            next = Math.min(next, breachSince + rule.forMs());
        }
        return next;
    }

    /**
     * Goes on under another version of its rule.
     *
     * @return whether it does: not when the rule looks at something else now, labels its alerts differently, or is not
     *     broken by the latest value any more
     */
    public boolean adopt(Rule other) {
        boolean same = other.kind() == rule.kind()
                && other.labels().equals(rule.labels())
                && Objects.equals(other.statistic(), rule.statistic())
                && (rule.expression() == null
                        || rule.expression().text().equals(other.expression().text()))
                && (metric == null || rule.kind().isTimed() || isOfMetric(other));
        boolean sameLimits =
                !outdated && other.levels().equals(rule.levels()) && other.comparison() == rule.comparison();
        boolean held = other.kind() == Kind.THRESHOLD || other.kind() == Kind.RATIO || other.kind() == Kind.STATISTIC;
        outdated = false;
        rule = other;
        level = Math.min(level, other.levels().size() - 1);
        broken = Math.min(broken, level);
        if (!same || !held || sameLimits) {
            return same;
        }
        broken = other.levelOf(latest);
        if (broken < 0) {
            return lowClearSince != NONE;
        }
        level = broken;
        value = latest;
        observed = latest;
        expected = other.levels().get(level).limit();
        return true;
    }

    /** Returns whether its rule has been changed since the condition was stored. */
    public boolean isOutdated() {
        return outdated;
    }

    /** Returns the rule. */
    public Rule rule() {
        return rule;
    }

    /** Returns the metric, or null. */
    public String metric() {
        return metric;
    }

    /** Returns the ordinal of the metric, or {@link #NO_METRIC}. */
    public int ordinal() {
        return ordinal;
    }

    /** Returns the severity that holds now. */
    public Severity severity() {
        return rule.levels().get(level).severity();
    }

    /** Returns what to do while it holds. */
    public Decision advice() {
        return rule.levels().get(level).advice();
    }

    /** Returns since when it holds. */
    public long since() {
        return since;
    }

    /** Returns what was seen at the latest breach, or NaN. */
    public double observed() {
        return observed;
    }

    /** Returns what it was held against, or NaN. */
    public double expected() {
        return expected;
    }

    /** Returns the number of samples that it rests on. */
    public long samples() {
        return samples;
    }

    /** Returns what was seen and what was expected, in words. */
    public String text() {
        String words = ConditionText.of(this);
        return isCleared() ? words + " (has cleared, is watched)" : words;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 136 + (detail == null ? 0 : 56 + detail.length());
    }

    private boolean isOfMetric(Rule other) {
        return other.kind() == Kind.ANOMALY || other.metrics().contains(metric);
    }

    private boolean isCleared() {
        return (level == 1 ? highClearSince : lowClearSince) != NONE;
    }

    private void take(Evidence evidence) {
        value = evidence.score();
        observed = evidence.seen();
        latest = observed;
        expected = evidence.expected();
        samples = evidence.samples();
        detail = evidence.text();
    }

    private void note(double newValue, double newObserved, double newExpected, long newSamples) {
        value = newValue;
        observed = newObserved;
        latest = newObserved;
        expected = Double.isNaN(newExpected) && rule.kind() != Kind.EXPRESSION
                ? rule.levels().get(level).limit()
                : newExpected;
        boolean single = rule.kind() == Kind.THRESHOLD || rule.kind() == Kind.RATIO && metric != null;
        samples = single ? samples + newSamples : newSamples;
    }

    private long clearSince(long known, double newValue, int index, double clearFactor, long now) {
        if (rule.clears(newValue, index, clearFactor)) {
            return known == NONE ? now : known;
        }
        return NONE;
    }

    private long findingClearsAt(Holds holds) {
        return lastBreachAt + Math.max(0, holds.findingHoldMs() - holds.holdMs());
    }

    private static boolean lasted(long clearSince, Holds holds, long now) {
        return clearSince != NONE && now - clearSince >= holds.holdMs();
    }
}
