package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/** Stored form of a {@link Condition}: rule by id, metric by ordinal, times from its beginning on. */
public final class ConditionCodec {

    private static final int MAX_ORDINAL = 1000;

    private ConditionCodec() {}

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

    /** Writes everything but the metric's name. */
    public static void write(ByteWriter writer, Condition condition) {
        writer.writeString(condition.rule.id());
        writer.writeFixedLong(condition.rule.revision());
        writer.writeUnsigned(condition.ordinal + 1L);
        writer.writeSigned(condition.since);
        writer.writeByte(condition.level);
        writer.writeByte(condition.broken + 1);
        writeTime(writer, condition, condition.breachSince);
        writeTime(writer, condition, condition.lastBreachAt);
        writeTime(writer, condition, condition.lastSampleAt);
        writeTime(writer, condition, condition.lowClearSince);
        writeTime(writer, condition, condition.highClearSince);
        writer.writeDouble(condition.value);
        writer.writeDouble(condition.observed);
        writer.writeDouble(condition.expected);
        writer.writeDouble(condition.latest);
        writer.writeUnsigned(condition.samples);
        writer.writeNullableString(condition.detail);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param metrics names of the source's metrics by ordinal
     * @return the condition, or null when its rule is not in the catalogue any more
     * @throws CorruptStateException when the bytes are something else
     */
    public static Condition read(ByteReader reader, RuleCatalogue catalogue, MetricNames metrics) {
        Rule rule = catalogue.byId(reader.readString());
        long revision = reader.readFixedLong();
        int ordinal = reader.readInt(0, MAX_ORDINAL) - 1;
        String metric = ordinal == Condition.NO_METRIC ? null : metrics.name(ordinal);
        Condition condition = new Condition(rule, metric, ordinal, reader.readSigned());
        condition.level = reader.readInt(0, 1);
        condition.broken = reader.readInt(0, 2) - 1;
        condition.breachSince = readTime(reader, condition);
        condition.lastBreachAt = readTime(reader, condition);
        condition.lastSampleAt = readTime(reader, condition);
        condition.lowClearSince = readTime(reader, condition);
        condition.highClearSince = readTime(reader, condition);
        condition.value = reader.readDouble();
        condition.observed = reader.readDouble();
        condition.expected = reader.readDouble();
        condition.latest = reader.readDouble();
        condition.samples = reader.readCount();
        condition.detail = reader.readNullableString();
        if (rule == null) {
            return null;
        }
        condition.outdated = rule.revision() != revision;
        // The rule may have lost a level since.
        condition.level = Math.min(condition.level, rule.levels().size() - 1);
        return condition;
    }

    private static void writeTime(ByteWriter writer, Condition condition, long time) {
        writer.writeUnsigned(time == Condition.NONE ? 0 : time - condition.since + 1);
    }

    private static long readTime(ByteReader reader, Condition condition) {
        long time = reader.readCount();
        return time == 0 ? Condition.NONE : condition.since + time - 1;
    }
}
