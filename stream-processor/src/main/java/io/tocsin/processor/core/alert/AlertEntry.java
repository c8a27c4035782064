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
    long acknowledgedUntil = AlertView.NEVER;
    String acknowledgeComment;
    String assignee;
    /** Outlives the episode: what is snoozed until noon does not tell of its next occurrence before noon either. */
    long snoozedUntil = AlertView.NEVER;

    String snoozedBy;
    long recoveringSince = AlertView.NEVER;
    /** The condition has left; it recovers until this time nevertheless. {@link AlertView#NEVER} while it has not. */
    long keptUntil = AlertView.NEVER;

    final FlapRecord flaps = new FlapRecord();
    long resolvedAt = AlertView.NEVER;
    long updatedAt;
    double observed = Double.NaN;
    double expected = Double.NaN;
    /** Incident that the episode belongs to; null while none is known. */
    String incident;
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

    void acknowledge(long now, String actor, long until, String comment) {
        acknowledgedAt = now;
        acknowledgedBy = actor;
        acknowledgedUntil = until;
        acknowledgeComment = comment;
    }

    void takeAcknowledgementBack() {
        acknowledge(AlertView.NEVER, null, AlertView.NEVER, null);
    }

    void snooze(String actor, long until) {
        snoozedBy = actor;
        snoozedUntil = until;
    }

    boolean isSnoozed() {
        return snoozedUntil != AlertView.NEVER;
    }

    void beginEpisode(long number, long now) {
        episode = number;
        transitions = 0;
        startsAt = now;
        firedAt = AlertView.NEVER;
        takeAcknowledgementBack();
        assignee = null;
        incident = null;
        recoveringSince = AlertView.NEVER;
        keptUntil = AlertView.NEVER;
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
        if (flaps.isFlapping()) {
            annotations.put("flapping", flaps.text());
        }
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
                transitions,
                acknowledgedUntil,
                acknowledgeComment,
                assignee,
                snoozedUntil,
                snoozedBy,
                flaps.since(),
                flaps.score(),
                incident);
    }

    int approximateBytes() {
        return 240
                + labels.approximateBytes()
                + flaps.approximateBytes()
                + bytes(title)
                + bytes(description)
                + bytes(acknowledgedBy)
                + bytes(acknowledgeComment)
                + bytes(assignee)
                + bytes(snoozedBy)
                + bytes(incident);
    }

    private static int bytes(String text) {
        return text == null ? 0 : 56 + text.length();
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
        writer.writeSigned(acknowledgedUntil);
        writer.writeNullableString(acknowledgeComment);
        writer.writeNullableString(assignee);
        writer.writeSigned(snoozedUntil);
        writer.writeNullableString(snoozedBy);
        writer.writeSigned(recoveringSince);
        writer.writeSigned(keptUntil);
        flaps.writeTo(writer);
        writer.writeNullableString(incident);
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
        entry.acknowledgedUntil = reader.readSigned();
        entry.acknowledgeComment = reader.readNullableString();
        entry.assignee = reader.readNullableString();
        entry.snoozedUntil = reader.readSigned();
        entry.snoozedBy = reader.readNullableString();
        entry.recoveringSince = reader.readSigned();
        entry.keptUntil = reader.readSigned();
        entry.flaps.readFrom(reader);
        entry.incident = reader.readNullableString();
        return entry;
    }
}
