package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.Baseline;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.view.LatestValue;
import java.util.function.UnaryOperator;

/** One metric of a source: its whole life in short, its history, and the conditions that hold about it. */
final class MetricSlot {

    final String name;
    final int ordinal;
    /** Rule about its single values, or null. */
    final Rule rule;
    /** No value up to here breaks the rule; infinite without a rule. */
    final double limit;
    /** Whether only the values of operations are held against the rule. */
    final boolean ofOperations;
    /** What its name means to the checks of single events. */
    final FieldRole role;

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
    /** Condition of {@link #rule}, or null. Found again among the source's conditions, not stored here. */
    Condition threshold;
    /** Findings about it that are open. Counted anew when they are read, not stored here. */
    int findings;
    /** Condition of the z-score, or null. As {@link #threshold}. */
    Condition anomaly;

    MetricSlot(String name, int ordinal, RuleCatalogue catalogue) {
        this.name = name;
        this.ordinal = ordinal;
        rule = catalogue.byMetric(name);
        limit = rule == null ? Double.POSITIVE_INFINITY : rule.lowestLimit();
        ofOperations = name.equals(BuiltInRules.DURATION_MS);
        role = FieldRole.of(name);
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
        return 120 + (baseline == null ? 0 : 56) + (labels == null ? 0 : labels.approximateBytes());
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
        if (reader.readBoolean()) {
            baseline = Baseline.readFrom(reader);
        }
    }
}
