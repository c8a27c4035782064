package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.SourceId;
import java.util.Map;
import java.util.TreeMap;

/** A finding of a source that lasts, and when it closes by itself. Mutable, not thread-safe. */
final class OpenFinding {

    private static final int VERSION = 1;
    private static final int MAX_CONTRIBUTIONS = 1000;

    /** As it was published, with the worst evidence since. */
    Finding finding;
    /** Ordinal of the metric that it is about, or {@link io.tocsin.processor.core.rule.Condition#NO_METRIC}. */
    final int ordinal;
    /** When it closes unless it is found again: stream time in epoch milliseconds. */
    long expiresAt;

    OpenFinding(Finding finding, int ordinal, long expiresAt) {
        this.finding = finding;
        this.ordinal = ordinal;
        this.expiresAt = expiresAt;
    }

    boolean is(String kind, String detector, String subject) {
        return finding.subject().equals(subject)
                && finding.detector().equals(detector)
                && finding.kind().equals(kind);
    }

    int approximateBytes() {
        Evidence evidence = finding.evidence();
        return 420
                + finding.subject().length()
                + evidence.text().length()
                + 96 * evidence.contributions().size();
    }

    void writeTo(ByteWriter writer) {
        Evidence evidence = finding.evidence();
        writer.writeByte(VERSION);
        writer.writeString(finding.id());
        writer.writeString(finding.kind());
        writer.writeString(finding.detector());
        writer.writeString(finding.subject());
        writer.writeUnsigned(ordinal + 1L);
        writer.writeSigned(finding.since());
        writer.writeUnsigned(finding.at() - finding.since());
        writer.writeSigned(expiresAt);
        writer.writeDouble(evidence.score());
        writer.writeDouble(evidence.seen());
        writer.writeDouble(evidence.expected());
        writer.writeDouble(evidence.lower());
        writer.writeDouble(evidence.upper());
        writer.writeUnsigned(evidence.samples());
        writer.writeDouble(evidence.confidence());
        writer.writeString(evidence.text());
        writer.writeUnsigned(evidence.contributions().size());
        evidence.contributions().forEach((metric, share) -> {
            writer.writeString(metric);
            writer.writeDouble(share);
        });
    }

    static OpenFinding readFrom(ByteReader reader, SourceId source) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("finding of version " + version);
        }
        String id = reader.readString();
        String kind = reader.readString();
        String detector = reader.readString();
        String subject = reader.readString();
        int ordinal = reader.readInt(0, MAX_CONTRIBUTIONS) - 1;
        long since = reader.readSigned();
        long at = since + reader.readCount();
        long expiresAt = reader.readSigned();
        double score = reader.readFinite();
        double seen = reader.readDouble();
        double expected = reader.readDouble();
        double lower = reader.readDouble();
        double upper = reader.readDouble();
        long samples = reader.readCount();
        double confidence = reader.readFinite();
        String text = reader.readString();
        Map<String, Double> contributions = new TreeMap<>();
        int count = reader.readLength(MAX_CONTRIBUTIONS, 2);
        for (int i = 0; i < count; i++) {
            contributions.put(reader.readString(), reader.readFinite());
        }
        try {
            Evidence evidence =
                    new Evidence(score, seen, expected, lower, upper, samples, confidence, text, contributions);
            return new OpenFinding(
                    new Finding(id, source, kind, detector, subject, Finding.State.OPEN, since, at, evidence),
                    ordinal,
                    expiresAt);
        } catch (IllegalArgumentException e) {
            throw new CorruptStateException(e.getMessage());
        }
    }
}
