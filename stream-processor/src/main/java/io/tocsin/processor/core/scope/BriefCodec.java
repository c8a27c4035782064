package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The binary form of briefs of alerts: in the totals of scopes, and on the way to the environment. Stateless. */
public final class BriefCodec {

    private static final int VERSION = 1;

    private BriefCodec() {}

    /** Returns briefs as bytes, which begin with the version of the form; none as no bytes. */
    public static byte[] encode(List<AlertBrief> alerts) {
        if (alerts.isEmpty()) {
            return new byte[0];
        }
        ByteWriter writer = new ByteWriter(256);
        writer.writeByte(VERSION);
        write(writer, alerts);
        return writer.toBytes();
    }

    /**
     * Reads what {@link #encode} made.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static List<AlertBrief> decode(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return List.of();
        }
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        ByteReader reader = new ByteReader().reset(array);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("alerts of version " + version);
        }
        List<AlertBrief> alerts = read(reader);
        reader.requireEnd();
        return alerts;
    }

    static void write(ByteWriter writer, Collection<AlertBrief> alerts) {
        writer.writeUnsigned(alerts.size());
        for (AlertBrief alert : alerts) {
            writer.writeString(alert.fingerprint());
            writer.writeString(alert.source());
            writer.writeString(alert.rule());
            writer.writeByte(alert.severity().ordinal());
            writer.writeByte(alert.phase().ordinal());
            writer.writeString(alert.title());
            writer.writeSigned(alert.startsAt());
            writer.writeSigned(alert.firedAt());
            writer.writeSigned(alert.at());
            writer.writeString(alert.actor());
            LabelSet.of(alert.labels()).writeTo(writer);
        }
    }

    static List<AlertBrief> read(ByteReader reader) {
        int count = reader.readLength(2 * BriefQueue.MOST_WAITING, 11);
        List<AlertBrief> alerts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            alerts.add(new AlertBrief(
                    reader.readString(),
                    reader.readString(),
                    reader.readString(),
                    Severity.of(reader.readInt(0, Severity.EMERGENCY.ordinal())),
                    AlertPhase.of(reader.readInt(0, AlertPhase.RESOLVED.ordinal())),
                    reader.readString(),
                    reader.readSigned(),
                    reader.readSigned(),
                    reader.readSigned(),
                    reader.readString(),
                    LabelSet.readFrom(reader, name -> name).toMap()));
        }
        return alerts;
    }
}
