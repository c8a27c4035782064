package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.Baseline;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.pattern.MetricRole;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.stats.Chance;
import io.tocsin.processor.core.view.LatestValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One metric of a source: its whole life in short, its history, and the conditions that hold about it. */
final class MetricSlot {

    private static final Watch[] NO_WATCHES = new Watch[0];
    private static final Rule[] NO_RULES = new Rule[0];

    final String name;
    final int ordinal;
    /** Rules about its single values. */
    Watch[] watches = NO_WATCHES;
    /** Rules that have its forecast looked at. */
    Rule[] ahead = NO_RULES;
    /** No value from the one to the other breaks a rule; infinite without rules. */
    double below = Double.NEGATIVE_INFINITY;

    double above = Double.POSITIVE_INFINITY;
    /** Whether any of the rules has a condition, so that every value matters. */
    boolean held;
    /** Whether only the values of operations are held against the rule. */
    final boolean ofOperations;
    /** Whether its values are failures and successes of an operation, so that its mean is a share of so many. */
    final boolean ofOutcomes;
    /** What its name means to the checks of single events. */
    final FieldRole role;
    /** What its name means to failure patterns. */
    final MetricRole signalRole;

    MetricKind kind = MetricKind.GAUGE;
    long count;
    double sum;
    double min;
    double max;
    double last;
    long lastAt;
    long lastObservedAt;
    /** Labels of the latest value; null stands for those of the source. */
    LabelSet labels;
    /** What is usual; null until the first bucket closes. */
    Baseline baseline;
    /** Mean of the samples of the minute that has not closed; of a counter the last one. */
    double minuteValue;
    /** Samples of the minute that has not closed; 1 for a counter. */
    long minuteSamples;
    /** Findings about it that are open. Counted anew when they are read, not stored here. */
    int findings;
    /** Condition of the z-score, or null. Found again among the source's conditions, not stored here. */
    Condition anomaly;
    /** Conditions of any rule that are about this metric; its ordinal may not go to another one meanwhile. */
    int conditions;

    MetricSlot(String name, int ordinal) {
        this.name = name;
        this.ordinal = ordinal;
        ofOperations = name.equals(BuiltInRules.DURATION_MS);
        ofOutcomes = OperationTable.isFailures(name);
        role = FieldRole.of(name);
        signalRole = MetricRole.of(name);
    }

    /** Returns whether a metric is that of one operation of those that another is about: what is true of one is of both. */
    static boolean isPart(String part, String whole) {
        return part.length() > whole.length() && part.charAt(whole.length()) == '{' && part.startsWith(whole);
    }

    /** Binds the rules of a catalogue that look at single values, and finds their conditions again. */
    void bind(RuleCatalogue catalogue, RuleTallies tallies, SourceState s) {
        below = Double.NEGATIVE_INFINITY;
        above = Double.POSITIVE_INFINITY;
        List<Watch> bound = new ArrayList<>(1);
        for (Rule rule : catalogue.byMetric(name)) {
            if (rule.selector().matches(s.id, s.labels)) {
                Watch watch = new Watch(rule, tallies.of(rule));
                watch.condition = s.conditions.find(rule, ordinal);
                bound.add(watch);
                narrow(rule);
            }
        }
        List<Rule> looking = catalogue.aheadOf(name);
        ahead = looking.isEmpty()
                ? NO_RULES
                : looking.stream()
                        .filter(rule -> rule.selector().matches(s.id, s.labels))
                        .toArray(Rule[]::new);
        watches = bound.isEmpty() ? NO_WATCHES : bound.toArray(NO_WATCHES);
        noteHeld();
    }

    /** Works out anew whether any rule has a condition. */
    void noteHeld() {
        held = false;
        for (Watch watch : watches) {
            held |= watch.condition != null;
        }
    }

    private void narrow(Rule rule) {
        double limit = rule.lowestLimit();
        switch (rule.comparison()) {
            case ABOVE:
                above = Math.min(above, limit);
                break;
            case AT_LEAST:
                above = Math.min(above, Math.nextDown(limit));
                break;
            case BELOW:
                below = Math.max(below, limit);
                break;
            case AT_MOST:
                below = Math.max(below, Math.nextUp(limit));
                break;
            default:
                above = Double.NEGATIVE_INFINITY;
                break;
        }
    }

    void count(double value, long at, long observedAt) {
        count++;
        if (count == 1) {
            sum = value;
            min = value;
            max = value;
        } else {
            sum = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, sum + value));
            if (value < min) {
                min = value;
            }
            if (value > max) {
                max = value;
            }
        }
        if (at >= lastAt || count == 1) {
            last = value;
            lastAt = at;
            lastObservedAt = observedAt;
        }
    }

    /**
     * Returns what detectors look at in the minute that is about to close: its mean; of outcomes the share of failures beyond
     * the expected ones, 0 for as many as may be chance. One failure among three says nothing, one among three thousand that
     * always succeed does not either; a mean would be unusual each time.
     */
    double judged() {
        if (!ofOutcomes) {
            return minuteValue;
        }
        double failures = minuteValue * minuteSamples;
        double usual = (Math.max(0, sum - failures) + 0.5) / (Math.max(0, count - minuteSamples) + 1);
        double expected = usual * minuteSamples;
        return Chance.surprise(failures, expected) < Chance.FOR_MINUTES ? 0 : (failures - expected) / minuteSamples;
    }

    /** Returns whether the value that was counted last is the latest one. */
    boolean isLatest(long at) {
        return at >= lastAt;
    }

    LatestValue view(LabelSet sourceLabels) {
        double mean = Math.min(max, Math.max(min, sum / count));
        LabelSet shown = labels == null ? sourceLabels : labels;
        return new LatestValue(last, lastAt, lastObservedAt, count, kind, mean, min, max, shown.toMap());
    }

    int approximateBytes() {
        return 152
                + 40 * watches.length
                + (baseline == null ? 0 : 56)
                + (labels == null ? 0 : labels.approximateBytes());
    }

    void writeTo(ByteWriter writer, long origin) {
        writer.writeString(name);
        writer.writeByte(kind.ordinal());
        writer.writeUnsigned(count);
        writer.writeDouble(last);
        writer.writeSigned(lastAt - origin);
        writer.writeSigned(lastObservedAt - lastAt);
        if (count > 1) {
            writer.writeDouble(sum);
            writer.writeDouble(min);
            writer.writeDouble(max);
        }
        writer.writeBoolean(labels != null);
        if (labels != null) {
            labels.writeTo(writer);
        }
        writer.writeUnsigned(minuteSamples);
        if (minuteSamples > 0) {
            writer.writeDouble(minuteValue);
        }
        writer.writeBoolean(baseline != null);
        if (baseline != null) {
            baseline.writeTo(writer);
        }
    }

    void readFrom(ByteReader reader, long origin, UnaryOperator<String> intern) {
        kind = MetricKind.of(reader.readInt(0, MetricKind.TIMER.ordinal()));
        count = reader.readCount();
        last = reader.readFinite();
        lastAt = origin + reader.readSigned();
        lastObservedAt = lastAt + reader.readSigned();
        sum = last;
        min = last;
        max = last;
        if (count > 1) {
            sum = reader.readFinite();
            min = reader.readFinite();
            max = reader.readFinite();
        }
        if (reader.readBoolean()) {
            labels = LabelSet.readFrom(reader, intern);
        }
        minuteSamples = reader.readCount();
        if (minuteSamples > 0) {
            minuteValue = reader.readFinite();
        }
        if (reader.readBoolean()) {
            baseline = Baseline.readFrom(reader);
        }
    }
}
