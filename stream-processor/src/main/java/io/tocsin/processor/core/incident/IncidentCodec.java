package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The stored form of the lists of an incident. Stateless. */
final class IncidentCodec {

    private static final int MOST = 4_000;

    private IncidentCodec() {}

    static void writeMembers(ByteWriter writer, Collection<Member> members) {
        writer.writeUnsigned(members.size());
        for (Member member : members) {
            writer.writeString(member.ref());
            writer.writeString(member.name());
            writer.writeString(member.source());
            writer.writeByte(member.severity().ordinal());
            writer.writeSigned(member.since());
            writer.writeBoolean(member.open());
        }
    }

    static List<Member> readMembers(ByteReader reader) {
        int count = reader.readLength(MOST, 6);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new Member(
                    reader.readString(),
                    reader.readString(),
                    reader.readString(),
                    Severity.values()[reader.readInt(0, Severity.values().length - 1)],
                    reader.readSigned(),
                    reader.readBoolean()));
        }
        return members;
    }

    static void writeTimeline(ByteWriter writer, List<TimelineEntry> timeline) {
        writer.writeUnsigned(timeline.size());
        for (TimelineEntry entry : timeline) {
            writer.writeSigned(entry.at());
            writer.writeString(entry.kind());
            writer.writeString(entry.ref());
            writer.writeNullableString(entry.source());
            writer.writeString(entry.text());
        }
    }

    static List<TimelineEntry> readTimeline(ByteReader reader) {
        int count = reader.readLength(MOST, 5);
        List<TimelineEntry> timeline = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            timeline.add(new TimelineEntry(
                    reader.readSigned(),
                    reader.readString(),
                    reader.readString(),
                    reader.readNullableString(),
                    reader.readString()));
        }
        return timeline;
    }
}
