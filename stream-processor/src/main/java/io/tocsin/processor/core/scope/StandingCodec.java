package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.ArrayList;
import java.util.List;

/** Stored form of a standing, as part of the totals. */
final class StandingCodec {

    private static final int MAX_REASONS = 10_000;

    private StandingCodec() {}

    static void write(ByteWriter writer, SourceStanding standing) {
        writer.writeString(standing.id().tenant());
        writer.writeString(standing.id().environment());
        writer.writeString(standing.id().name());
        LabelSet.of(standing.labels()).writeTo(writer);
        writer.writeByte(standing.status().ordinal());
        writer.writeDouble(standing.severityScore());
        writer.writeByte(standing.decision().ordinal());
        writer.writeSigned(standing.firstSeen());
        writer.writeSigned(standing.lastSeen());
        writer.writeSigned(standing.changedAt());
        writer.writeUnsigned(standing.eventCount());
        writer.writeUnsigned(standing.logCount());
        writer.writeUnsigned(standing.reasons().size());
        for (Reason reason : standing.reasons()) {
            writer.writeString(reason.rule());
            writer.writeByte(reason.severity().ordinal());
            writer.writeDouble(reason.contribution());
            writer.writeString(reason.text());
            writer.writeNullableString(reason.metric());
            writer.writeDouble(reason.observed());
            writer.writeDouble(reason.expected());
            writer.writeSigned(reason.since());
            writer.writeUnsigned(reason.samples());
        }
    }

    static SourceStanding read(ByteReader reader) {
        SourceId id = new SourceId(reader.readString(), reader.readString(), reader.readString());
        LabelSet labels = LabelSet.readFrom(reader, name -> name);
        Health status = Health.of(reader.readInt(0, Health.COUNT - 1));
        double score = reader.readFinite();
        Decision decision = Decision.of(reader.readInt(0, Decision.HALT.ordinal()));
        long firstSeen = reader.readSigned();
        long lastSeen = reader.readSigned();
        long changedAt = reader.readSigned();
        long eventCount = reader.readCount();
        long logCount = reader.readCount();
        int size = reader.readLength(MAX_REASONS, 9);
        List<Reason> reasons = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            reasons.add(new Reason(
                    reader.readString(),
                    Severity.of(reader.readInt(0, Severity.EMERGENCY.ordinal())),
                    reader.readFinite(),
                    reader.readString(),
                    reader.readNullableString(),
                    reader.readDouble(),
                    reader.readDouble(),
                    reader.readSigned(),
                    reader.readCount()));
        }
        return new SourceStanding(
                id,
                labels.toMap(),
                status,
                score,
                decision,
                reasons,
                firstSeen,
                lastSeen,
                changedAt,
                eventCount,
                logCount);
    }
}
