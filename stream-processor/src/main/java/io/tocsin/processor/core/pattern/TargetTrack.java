package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/** The calls of a source to one other: whether they fail, and how long they take in spans of 10 s. Mutable. */
final class TargetTrack {

    private static final long EPOCH_MS = 10_000;

    final String name;
    final OutcomeTrack outcomes;
    final UsualTrack durations;
    /** How calls went since the caller began to fail. */
    final SoundCount lately = new SoundCount();

    long lastAt;
    private long epochStart = Long.MIN_VALUE;
    private double sum;
    private long count;

    TargetTrack(String name) {
        this(name, new OutcomeTrack(), new UsualTrack());
    }

    private TargetTrack(String name, OutcomeTrack outcomes, UsualTrack durations) {
        this.name = name;
        this.outcomes = outcomes;
        this.durations = durations;
    }

    /** Adds a duration in milliseconds; returns whether the calls began or ceased to be slow. */
    boolean duration(double ms, long now) {
        boolean changed = roll(now);
        if (epochStart == Long.MIN_VALUE) {
            epochStart = now;
        }
        sum += ms;
        count++;
        return changed;
    }

    /** Judges the span if it is over; returns whether the calls began or ceased to be slow. */
    boolean roll(long now) {
        if (count == 0 || now - epochStart < EPOCH_MS) {
            return false;
        }
        boolean changed = durations.add(sum / count, now);
        epochStart = Long.MIN_VALUE;
        sum = 0;
        count = 0;
        return changed;
    }

    void writeTo(ByteWriter writer) {
        writer.writeString(name);
        writer.writeSigned(lastAt);
        outcomes.writeTo(writer);
        durations.writeTo(writer);
        lately.writeTo(writer);
        writer.writeUnsigned(count);
        if (count > 0) {
            writer.writeSigned(epochStart);
            writer.writeDouble(sum);
        }
    }

    static TargetTrack readFrom(ByteReader reader) {
        String name = reader.readString();
        long lastAt = reader.readSigned();
        TargetTrack track = new TargetTrack(name, OutcomeTrack.readFrom(reader), UsualTrack.readFrom(reader));
        track.lastAt = lastAt;
        track.lately.readFrom(reader);
        track.count = reader.readCount();
        if (track.count > 0) {
            track.epochStart = reader.readSigned();
            track.sum = reader.readFinite();
        }
        return track;
    }
}
