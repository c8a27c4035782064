package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Rule.Kind;

/**
 * A rule that is broken at a source, from the breach until it has cleared for long enough. There is none for a rule that
 * is kept. Hysteresis lies here: a value between the clear limit and the limit neither breaks nor clears, and a cleared
 * condition leaves only after a hold time without another breach. Times are stream time in epoch milliseconds. Mutable,
 * not thread-safe.
 */
public final class Condition {

    /** Ordinal of a condition that is about no metric. */
    public static final int NO_METRIC = -1;

    /** What {@link #settle} found. */
    public enum Settled {
        /** As before. */
        SAME,
        /** The higher level has cleared for long enough, the lower one holds. */
        LOWERED,
        /** All has cleared for long enough, or nothing is known any more. */
        LEFT
    }

    private static final long NONE = Long.MIN_VALUE;

    private final Rule rule;
    private final String metric;
    private final int ordinal;
    private final long since;
    private int level;
    /** Level that the latest value broke, or -1. */
    private int broken;

    private long breachSince;
    private long lastBreachAt;
    private long lastSampleAt;
    private long lowClearSince = NONE;
    private long highClearSince = NONE;
    private double value;
    private double observed;
    private double expected;
    private double latest;
    private long samples;
    private String detail;

    private Condition(Rule rule, String metric, int ordinal, long since) {
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
        condition.note(value, observed, expected, samples, now);
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
     * Holds a further value against the limits.
     *
     * @param newSamples samples that it rests on: added for single values, in place of the former
     *     ones for a ratio or a history
     * @return whether the severity rose
     */
    public boolean observe(
            double newValue, double newObserved, double newExpected, long newSamples, double clearFactor, long now) {
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
        boolean rises = broken > level;
        if (broken >= 0) {
            lastBreachAt = now;
        }
        if (broken >= level) {
            level = broken;
            note(newValue, newObserved, newExpected, newSamples, now);
        }
        return rises;
    }

    /** Says that there are too few samples to say anything, which clears the condition. */
    public void observeNothing(long now) {
        lastSampleAt = now;
        lowClearSince = lowClearSince == NONE ? now : lowClearSince;
        highClearSince = highClearSince == NONE ? now : highClearSince;
        broken = -1;
        breachSince = NONE;
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

    /** Says that what did not come has come. */
    public void arrived(long now) {
        if (lowClearSince == NONE) {
            lowClearSince = now;
            broken = -1;
            breachSince = NONE;
        }
    }

    /** Ends what has lasted long enough. */
    public Settled settle(Holds holds, long now) {
        switch (rule.kind()) {
            case FINDING:
                return now - lastBreachAt >= holds.findingHoldMs() ? Settled.LEFT : Settled.SAME;
            case SILENCE:
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
        if (rule.kind() == Kind.FINDING) {
            return now >= findingClearsAt(holds);
        }
        return (level == 1 ? highClearSince : lowClearSince) != NONE;
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
        long next = Long.MAX_VALUE;
        if (rule.kind() != Kind.SILENCE) {
            next = lastSampleAt + holds.staleMs();
        }
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
        String words = ConditionText.of(this, value, detail);
        boolean cleared = (level == 1 ? highClearSince : lowClearSince) != NONE;
        return cleared ? words + " (has cleared, is watched)" : words;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 136 + (detail == null ? 0 : 56 + detail.length());
    }

    /** Writes everything but the metric's name. */
    public void writeTo(ByteWriter writer) {
        writer.writeString(rule.id());
        writer.writeUnsigned(ordinal + 1L);
        writer.writeSigned(since);
        writer.writeByte(level);
        writer.writeByte(broken + 1);
        writeTime(writer, breachSince);
        writeTime(writer, lastBreachAt);
        writeTime(writer, lastSampleAt);
        writeTime(writer, lowClearSince);
        writeTime(writer, highClearSince);
        writer.writeDouble(value);
        writer.writeDouble(observed);
        writer.writeDouble(expected);
        writer.writeDouble(latest);
        writer.writeUnsigned(samples);
        writer.writeNullableString(detail);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param metrics names of the source's metrics by ordinal
     * @return the condition, or null when its rule is not in the catalogue any more
     * @throws CorruptStateException when the bytes are something else
     */
    public static Condition readFrom(ByteReader reader, RuleCatalogue catalogue, MetricNames metrics) {
        Rule rule = catalogue.byId(reader.readString());
        int ordinal = reader.readInt(0, 1000) - 1;
        String metric = ordinal == NO_METRIC ? null : metrics.name(ordinal);
        Condition condition = new Condition(rule, metric, ordinal, reader.readSigned());
        condition.level = reader.readInt(0, 1);
        condition.broken = reader.readInt(0, 2) - 1;
        condition.breachSince = condition.readTime(reader);
        condition.lastBreachAt = condition.readTime(reader);
        condition.lastSampleAt = condition.readTime(reader);
        condition.lowClearSince = condition.readTime(reader);
        condition.highClearSince = condition.readTime(reader);
        condition.value = reader.readDouble();
        condition.observed = reader.readDouble();
        condition.expected = reader.readDouble();
        condition.latest = reader.readDouble();
        condition.samples = reader.readCount();
        condition.detail = reader.readNullableString();
        if (rule == null) {
            return null;
        }
        condition.level = Math.min(condition.level, rule.levels().size() - 1);
        return condition;
    }

    /** Names of a source's metrics. */
    @FunctionalInterface
    public interface MetricNames {
        /**
         * Returns the name of a metric.
         *
         * @throws CorruptStateException when there is none
         */
        String name(int ordinal);
    }

    private void note(double newValue, double newObserved, double newExpected, long newSamples, long now) {
        value = newValue;
        observed = newObserved;
        latest = newObserved;
        expected = Double.isNaN(newExpected) ? rule.levels().get(level).limit() : newExpected;
        boolean single = rule.kind() == Kind.THRESHOLD || rule.kind() == Kind.RATIO && metric != null;
        samples = single ? samples + newSamples : newSamples;
        lastBreachAt = now;
    }

    private long clearSince(long known, double newValue, int index, double clearFactor, long now) {
        if (newValue < rule.levels().get(index).limit() * clearFactor) {
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

    private void writeTime(ByteWriter writer, long time) {
        writer.writeUnsigned(time == NONE ? 0 : time - since + 1);
    }

    private long readTime(ByteReader reader) {
        long value = reader.readCount();
        return value == 0 ? NONE : since + value - 1;
    }
}
