package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The stored form of signals and load samples. Stateless. */
public final class SignalCodec {

    private static final int VERSION = 3;
    private static final int MOST_SIGNALS = 64;
    private static final int MOST_SOURCES = 10_000;

    private SignalCodec() {}

    /** Returns the binary form of what a partition tells of an environment. */
    public static byte[] encode(List<SourceSignals> signals, List<LoadSample> loads, RosterView roster) {
        ByteWriter writer = new ByteWriter(256);
        writer.writeByte(VERSION);
        writer.writeUnsigned(signals.size());
        signals.forEach(each -> write(writer, each));
        writer.writeUnsigned(loads.size());
        loads.forEach(each -> write(writer, each));
        byte[] seen = roster.toBytes();
        writer.writeBytes(seen, 0, seen.length);
        return writer.toBytes();
    }

    /** What a partition tells of an environment. */
    public record Told(List<SourceSignals> signals, List<LoadSample> loads, RosterView roster) {}

    /**
     * Reads what {@link #encode} returned; nothing at all means that nothing is told.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static Told decode(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        if (copy.length == 0) {
            return new Told(List.of(), List.of(), RosterView.EMPTY);
        }
        ByteReader reader = new ByteReader().reset(copy);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("signals of a scope of version " + version);
        }
        List<SourceSignals> signals = new ArrayList<>();
        int troubled = reader.readLength(MOST_SOURCES, 6);
        for (int i = 0; i < troubled; i++) {
            signals.add(readSignals(reader));
        }
        List<LoadSample> loads = new ArrayList<>();
        int sharing = reader.readLength(MOST_SOURCES, 6);
        for (int i = 0; i < sharing; i++) {
            loads.add(readLoad(reader));
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(copy, copy.length - reader.remaining(), reader.remaining());
            return new Told(signals, loads, RosterView.ofBytes(rest));
        } catch (IllegalArgumentException e) {
            throw new CorruptStateException("signals of a scope: " + e.getMessage(), e);
        }
    }

    /** Writes what is wrong at a source. */
    public static void write(ByteWriter writer, SourceSignals source) {
        writer.writeString(source.source());
        writer.writeNullableString(source.service());
        writer.writeNullableString(source.host());
        writer.writeSigned(source.lastSeen());
        write(writer, source.targets());
        write(writer, source.callers());
        write(writer, source.sound());
        writer.writeUnsigned(source.signals().size());
        for (Signal signal : source.signals()) {
            writer.writeByte(signal.kind().ordinal());
            writer.writeNullableString(signal.subject());
            writer.writeSigned(signal.since());
            writer.writeSigned(signal.since() - signal.intact());
            writer.writeDouble(signal.strength());
            writer.writeDouble(signal.usual());
            writer.writeUnsigned(signal.count());
            writer.writeByte(signal.meaning().ordinal());
            writer.writeDouble(signal.share());
            writer.writeSigned(signal.latest());
        }
    }

    /**
     * Reads what is wrong at a source.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static SourceSignals readSignals(ByteReader reader) {
        String source = reader.readString();
        String service = reader.readNullableString();
        String host = reader.readNullableString();
        long lastSeen = reader.readSigned();
        List<String> targets = readNames(reader);
        List<String> callers = readNames(reader);
        List<String> sound = readNames(reader);
        List<Signal> signals = new ArrayList<>();
        int signalCount = reader.readLength(MOST_SIGNALS, 8);
        for (int i = 0; i < signalCount; i++) {
            SignalKind kind = SignalKind.of(reader.readInt(0, SignalKind.COUNT - 1));
            String subject = reader.readNullableString();
            long since = reader.readSigned();
            signals.add(new Signal(
                    kind,
                    subject,
                    since,
                    since - reader.readSigned(),
                    reader.readFinite(),
                    reader.readDouble(),
                    reader.readCount(),
                    FailureClass.of(reader.readInt(0, FailureClass.COUNT - 1)),
                    reader.readFinite(),
                    reader.readSigned()));
        }
        return new SourceSignals(source, service, host, lastSeen, targets, callers, sound, signals);
    }

    private static void write(ByteWriter writer, List<String> names) {
        writer.writeUnsigned(names.size());
        names.forEach(writer::writeString);
    }

    private static List<String> readNames(ByteReader reader) {
        List<String> names = new ArrayList<>();
        // One more than there are targets: what calls nobody may be among them.
        int count = reader.readLength(SignalTracker.MOST_TARGETS + 1, 1);
        for (int i = 0; i < count; i++) {
            names.add(reader.readString());
        }
        return names;
    }

    /** Writes a load sample. */
    public static void write(ByteWriter writer, LoadSample sample) {
        writer.writeString(sample.group());
        writer.writeString(sample.source());
        writer.writeSigned(sample.at());
        writer.writeUnsigned(sample.operations());
        writer.writeDouble(sample.gauge());
        writer.writeDouble(sample.cpu());
    }

    /**
     * Reads a load sample.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static LoadSample readLoad(ByteReader reader) {
        return new LoadSample(
                reader.readString(),
                reader.readString(),
                reader.readSigned(),
                reader.readCount(),
                reader.readDouble(),
                reader.readDouble());
    }
}
