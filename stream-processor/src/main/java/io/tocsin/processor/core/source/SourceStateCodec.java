package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertBook;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.ConditionCodec;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.severity.SeverityScale;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketStore;
import io.tocsin.processor.core.stats.RatioWindow;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The stored form of a source. The head holds everything but the closed buckets, the open ones included, so that a fold
 * needs nothing else; closed buckets are stored one by one and are not kept in memory. At a commit first
 * {@link #drainDirtyBuckets}, then {@link #encodeHead}. A state that was encoded and decoded goes on exactly like one that
 * stayed in memory. Own binary form with a version in the first byte. Reuses its buffers: one per task, not thread-safe.
 */
public final class SourceStateCodec {

    private static final int VERSION = 7;
    private static final int MAX_OPEN_BUCKETS = 100;
    private static final int MAX_CONDITIONS = 4000;

    private static final int LOGGED = 1;
    private static final int OPERATED = 1 << 1;
    private static final int ALERTED = 1 << 2;
    private static final int JUDGED = 1 << 3;
    private static final int REGISTERED = 1 << 4;
    private static final int HEARTBEAT = 1 << 5;
    private static final int FOUND = 1 << 6;
    private static final int FLAGS = 1 << 7;

    private RuleCatalogue rules;
    private final SeverityScale scale;
    private final UnaryOperator<String> intern;
    private final BucketDrain drain = new BucketDrain();
    private final ByteWriter writer = new ByteWriter(4096);
    private final ByteReader reader = new ByteReader();

    /**
     * Makes a codec.
     *
     * @param settings those of the fold
     * @param intern gives the decoder's instance of a name that many sources share, so that the fold finds metrics by
     *     reference and a million sources do not keep a million copies
     */
    public SourceStateCodec(SourceFoldSettings settings, UnaryOperator<String> intern) {
        rules = settings.rules();
        scale = new SeverityScale(
                settings.severity().warningScore(), settings.severity().criticalScore());
        this.intern = Objects.requireNonNull(intern, "intern");
    }

    /** Reads from now on what a head says of rules by another catalogue. */
    public void use(RuleCatalogue catalogue) {
        rules = Objects.requireNonNull(catalogue, "catalogue");
    }

    /**
     * Writes the buckets that have closed since the last call, and what late records added to closed ones; reads the
     * stored ones that it must merge into.
     *
     * @throws CorruptStateException when a stored bucket cannot be read; it names the level and slot
     */
    public void drainDirtyBuckets(SourceState s, BucketStore store) {
        if (hasDirtyBuckets(s)) {
            drain.drain(s.buckets, store);
        }
    }

    /** Returns whether {@link #drainDirtyBuckets} has anything to do. */
    public boolean hasDirtyBuckets(SourceState s) {
        return s.buckets.hasUnstored();
    }

    /**
     * Returns the bytes of the head.
     *
     * @throws IllegalStateException when there are buckets to be drained first
     */
    public byte[] encodeHead(SourceState s) {
        if (hasDirtyBuckets(s)) {
            throw new IllegalStateException("buckets of " + s.id + " must be drained before its head is encoded");
        }
        long origin = s.firstSeen;
        int flags = flags(s);
        writer.clear();
        writer.writeByte(VERSION);
        writer.writeByte(flags);
        writer.writeSigned(origin);
        writer.writeSigned(s.clock - origin);
        writer.writeSigned(s.lastSeen - origin);
        writer.writeSigned(s.changedAt - origin);
        writer.writeSigned(s.deadline == SourceState.NO_DEADLINE ? 0 : s.deadline - origin + 1);
        writeCounters(s);
        s.labels.writeTo(writer);
        if ((flags & REGISTERED) != 0) {
            writer.writeSigned(s.registeredAt - origin);
            writer.writeNullableString(s.description);
        }
        writer.writeUnsigned(s.metrics.size());
        for (int i = 0; i < s.metrics.size(); i++) {
            s.metrics.get(i).writeTo(writer, origin);
        }
        if ((flags & LOGGED) != 0) {
            for (long count : s.logLevels) {
                writer.writeUnsigned(count);
            }
            s.logLines.writeTo(writer);
            writer.writeSigned(s.lastLogAt == SourceState.NEVER ? 0 : s.lastLogAt - origin + 1);
            s.logRhythm.writeTo(writer, origin);
        }
        if ((flags & OPERATED) != 0) {
            writer.writeUnsigned(s.operationCount);
            writer.writeUnsigned(s.errorCount);
            s.operations.writeTo(writer);
        }
        if ((flags & HEARTBEAT) != 0) {
            writer.writeSigned(s.lastHeartbeatAt - origin);
            writer.writeUnsigned(s.heartbeatIntervalMs);
        }
        writeBuckets(s.buckets);
        writer.writeUnsigned(s.conditions.size());
        for (int i = 0; i < s.conditions.size(); i++) {
            ConditionCodec.write(writer, s.conditions.get(i));
        }
        if ((flags & ALERTED) != 0) {
            s.alerts.writeTo(writer);
        }
        s.evaluations.writeTo(writer, origin);
        writer.writeBoolean(s.openMinute != SourceState.NEVER);
        if (s.openMinute != SourceState.NEVER) {
            writer.writeSigned(s.openMinute / BucketLevel.MINUTE.lengthMs());
        }
        if ((flags & FOUND) != 0) {
            writer.writeUnsigned(s.findings.size());
            for (int i = 0; i < s.findings.size(); i++) {
                s.findings.get(i).writeTo(writer);
            }
        }
        return writer.toBytes();
    }

    /**
     * Makes the state from its head. It counts as accounted for in the totals of scopes.
     *
     * @throws CorruptStateException when the bytes are no head
     */
    public SourceState decode(String tenant, String environment, String name, byte[] head) {
        reader.reset(head);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("source head of version " + version);
        }
        int flags = reader.readInt(0, FLAGS - 1);
        long origin = reader.readSigned();
        SourceState s = new SourceState(new SourceId(intern.apply(tenant), intern.apply(environment), name), origin);
        s.clock = origin + reader.readSigned();
        s.lastSeen = origin + reader.readSigned();
        s.changedAt = origin + reader.readSigned();
        long deadline = reader.readSigned();
        s.deadline = deadline == 0 ? SourceState.NO_DEADLINE : origin + deadline - 1;
        readCounters(s);
        s.labels = LabelSet.readFrom(reader, intern);
        if ((flags & REGISTERED) != 0) {
            s.registeredAt = origin + reader.readSigned();
            s.description = reader.readNullableString();
        }
        int metrics = reader.readLength(Bucket.MAX_METRICS, 5);
        for (int i = 0; i < metrics; i++) {
            s.metrics.append(intern.apply(reader.readString())).readFrom(reader, origin, intern);
        }
        if ((flags & LOGGED) != 0) {
            s.logLevels = new long[Level.COUNT];
            for (int i = 0; i < Level.COUNT; i++) {
                s.logLevels[i] = reader.readCount();
            }
            s.logLines = RatioWindow.readFrom(reader);
            long lastLog = reader.readSigned();
            s.lastLogAt = lastLog == 0 ? SourceState.NEVER : origin + lastLog - 1;
            s.logRhythm.readFrom(reader, origin);
        }
        if ((flags & OPERATED) != 0) {
            s.operationCount = reader.readCount();
            s.errorCount = reader.readCount();
            s.operations = RatioWindow.readFrom(reader);
        }
        if ((flags & HEARTBEAT) != 0) {
            s.lastHeartbeatAt = origin + reader.readSigned();
            s.heartbeatIntervalMs = reader.readCount();
        }
        readBuckets(s.buckets, metrics);
        readConditions(s);
        if ((flags & ALERTED) != 0) {
            s.alerts = AlertBook.readFrom(reader, intern);
        }
        s.evaluations.readFrom(reader, origin);
        if (reader.readBoolean()) {
            s.openMinute = reader.readSigned() * BucketLevel.MINUTE.lengthMs();
        }
        if ((flags & FOUND) != 0) {
            int findings = reader.readLength(FindingKeeper.MOST, 16);
            for (int i = 0; i < findings; i++) {
                OpenFinding open = OpenFinding.readFrom(reader, s.id);
                if (open.ordinal >= metrics) {
                    throw new CorruptStateException("finding about a metric that the source does not have");
                }
                s.findings.add(open);
                if (open.ordinal != Condition.NO_METRIC) {
                    s.metrics.get(open.ordinal).findings++;
                }
            }
        }
        reader.requireEnd();
        if ((flags & JUDGED) != 0) {
            s.verdict = Verdict.of(s.conditions, scale, rules);
        }
        s.account.accountFor(s);
        return s;
    }

    private static int flags(SourceState s) {
        return (s.logLevels != null ? LOGGED : 0)
                | (s.operations != null ? OPERATED : 0)
                | (s.alerts != null && !s.alerts.isBlank() ? ALERTED : 0)
                | (s.verdict != Verdict.UNKNOWN ? JUDGED : 0)
                | (s.registeredAt != SourceState.NEVER || s.description != null ? REGISTERED : 0)
                | (s.lastHeartbeatAt != SourceState.NEVER ? HEARTBEAT : 0)
                | (s.findings.isEmpty() ? 0 : FOUND);
    }

    private void writeCounters(SourceState s) {
        writer.writeUnsigned(s.eventCount);
        writer.writeUnsigned(s.logCount);
        writer.writeUnsigned(s.lateCount);
        writer.writeUnsigned(s.futureCount);
        writer.writeUnsigned(s.duplicateCount);
        writer.writeUnsigned(s.droppedSamples);
        writer.writeUnsigned(s.droppedLabels);
        for (long count : s.eventsByStatus) {
            writer.writeUnsigned(count);
        }
        writer.writeDouble(s.severitySum);
    }

    private void readCounters(SourceState s) {
        s.eventCount = reader.readCount();
        s.logCount = reader.readCount();
        s.lateCount = reader.readCount();
        s.futureCount = reader.readCount();
        s.duplicateCount = reader.readCount();
        s.droppedSamples = reader.readCount();
        s.droppedLabels = reader.readCount();
        for (int i = 0; i < s.eventsByStatus.length; i++) {
            s.eventsByStatus[i] = reader.readCount();
        }
        s.severitySum = reader.readFinite();
    }

    private void writeBuckets(LiveBuckets buckets) {
        boolean fed = buckets.unfedMinute == LiveBuckets.NO_MINUTE;
        writer.writeBoolean(!fed);
        if (!fed) {
            writer.writeSigned(buckets.unfedMinute / BucketLevel.MINUTE.lengthMs());
        }
        writer.writeUnsigned(buckets.openCount());
        for (int i = 0; i < buckets.openCount(); i++) {
            buckets.open(i).writeTo(writer);
        }
    }

    private void readBuckets(LiveBuckets buckets, int metrics) {
        if (reader.readBoolean()) {
            buckets.unfedMinute = reader.readSigned() * BucketLevel.MINUTE.lengthMs();
        }
        int open = reader.readLength(MAX_OPEN_BUCKETS, 5);
        for (int i = 0; i < open; i++) {
            Bucket bucket = new Bucket(0, metrics);
            bucket.readFrom(reader);
            if (bucket.metricSlots() > metrics) {
                throw new CorruptStateException("bucket with a metric that the source does not have");
            }
            buckets.restoreOpen(bucket);
        }
    }

    private void readConditions(SourceState s) {
        int conditions = reader.readLength(MAX_CONDITIONS, 8);
        for (int i = 0; i < conditions; i++) {
            Condition condition = ConditionCodec.read(reader, rules, ordinal -> {
                if (ordinal >= s.metrics.size()) {
                    throw new CorruptStateException("condition about a metric that the source does not have");
                }
                return s.metrics.get(ordinal).name;
            });
            if (condition == null) {
                s.rulesGone = true;
                s.deadline = s.clock;
                continue;
            }
            if (condition.isOutdated()) {
                s.deadline = s.clock;
            }
            s.conditions.add(condition);
            if (condition.ordinal() != Condition.NO_METRIC) {
                MetricSlot slot = s.metrics.get(condition.ordinal());
                slot.conditions++;
                if (condition.rule().id().equals(BuiltInRules.Z_SCORE.id())) {
                    slot.anomaly = condition;
                }
            }
        }
    }
}
