package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One alert of a source, over all its episodes. Mutable; owned by {@link AlertBook}. */
final class AlertEntry {

    final long fingerprint;
    final String rule;
    final String metric;
    final Severity severity;
    final boolean test;
    final LabelSet labels;
    /** Raised by a notice, not by a rule of the source: a notice ends it. */
    boolean raised;

    AlertPhase phase;
    long episode;
    long transitions;
    String title;
    String description;
    long startsAt;
    long firedAt = AlertView.NEVER;
    long acknowledgedAt = AlertView.NEVER;
    String acknowledgedBy;
    long resolvedAt = AlertView.NEVER;
    long updatedAt;
    double observed = Double.NaN;
    double expected = Double.NaN;
    /** Resolved by a person while its condition held: it must clear once before the alert may fire again. */
    boolean suppressed;

    AlertEntry(long fingerprint, String rule, String metric, Severity severity, boolean test, LabelSet labels) {
        this.fingerprint = fingerprint;
        this.rule = rule;
        this.metric = metric;
        this.severity = severity;
        this.test = test;
        this.labels = labels;
    }

    boolean isOf(String ruleId, String metricName) {
        return !test
                && !raised
                && rule.equals(ruleId)
                && (metric == null ? metricName == null : metric.equals(metricName));
    }

    boolean isOpen() {
        return phase != null && phase != AlertPhase.RESOLVED;
    }

    boolean isActive() {
        return phase != null && phase.isActive();
    }

    boolean isAcknowledged() {
        return acknowledgedAt != AlertView.NEVER;
    }

    void beginEpisode(long number, long now) {
        episode = number;
        transitions = 0;
        startsAt = now;
        firedAt = AlertView.NEVER;
        acknowledgedAt = AlertView.NEVER;
        acknowledgedBy = null;
        resolvedAt = AlertView.NEVER;
        suppressed = false;
    }

    String stepId() {
        return Fingerprint.text(fingerprint) + "-" + episode + "-" + transitions;
    }

    AlertView view(SourceId source) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("summary", title + " at " + source.name());
        annotations.put("description", description);
        return new AlertView(
                Fingerprint.text(fingerprint),
                episode,
                source.tenant(),
                source.environment(),
                source.name(),
                rule,
                severity,
                phase,
                title,
                description,
                labels.toMap(),
                annotations,
                startsAt,
                firedAt,
                acknowledgedAt,
                acknowledgedBy,
                resolvedAt,
                updatedAt,
                test,
                observed,
                expected,
                transitions);
    }

    int approximateBytes() {
        return 160
                + labels.approximateBytes()
                + (title == null ? 0 : 56 + title.length())
                + (description == null ? 0 : 56 + description.length());
    }

    void writeTo(ByteWriter writer) {
        writer.writeFixedLong(fingerprint);
        writer.writeString(rule);
        writer.writeNullableString(metric);
        writer.writeByte(severity.ordinal());
        writer.writeBoolean(test);
        writer.writeBoolean(raised);
        labels.writeTo(writer);
        writer.writeByte(phase.ordinal());
        writer.writeUnsigned(episode);
        writer.writeUnsigned(transitions);
        writer.writeString(title);
        writer.writeString(description);
        writer.writeSigned(startsAt);
        writer.writeSigned(firedAt);
        writer.writeSigned(acknowledgedAt);
        writer.writeNullableString(acknowledgedBy);
        writer.writeSigned(resolvedAt);
        writer.writeSigned(updatedAt);
        writer.writeDouble(observed);
        writer.writeDouble(expected);
        writer.writeBoolean(suppressed);
    }

    static AlertEntry readFrom(ByteReader reader, UnaryOperator<String> intern) {
        long fingerprint = reader.readFixedLong();
        String rule = reader.readString();
        String metric = reader.readNullableString();
        Severity severity = Severity.of(reader.readInt(0, Severity.EMERGENCY.ordinal()));
        boolean test = reader.readBoolean();
        boolean raised = reader.readBoolean();
        AlertEntry entry = new AlertEntry(fingerprint, rule, metric, severity, test, LabelSet.readFrom(reader, intern));
        entry.raised = raised;
        entry.phase = AlertPhase.of(reader.readInt(0, AlertPhase.RESOLVED.ordinal()));
        entry.episode = reader.readCount();
        entry.transitions = reader.readCount();
        entry.title = reader.readString();
        entry.description = reader.readString();
        entry.startsAt = reader.readSigned();
        entry.firedAt = reader.readSigned();
        entry.acknowledgedAt = reader.readSigned();
        entry.acknowledgedBy = reader.readNullableString();
        entry.resolvedAt = reader.readSigned();
        entry.updatedAt = reader.readSigned();
        entry.observed = reader.readDouble();
        entry.expected = reader.readDouble();
        entry.suppressed = reader.readBoolean();
        return entry;
    }
}
