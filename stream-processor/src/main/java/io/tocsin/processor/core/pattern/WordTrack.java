package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * Notices that texts of one kind come more often than they used to: a count that fades with a time constant of
 * {@value #FADING_MS} ms, held against its own usual. Mutable, not thread-safe; times are stream time in epoch
 * milliseconds.
 */
final class WordTrack {

    private static final double FADING_MS = 120_000;
    private static final double LEAST_LEVEL = 2.2;
    private static final double TIMES_USUAL = 3;
    private static final double OVER_BELOW = 0.7;
    private static final double LEARNING_MS = 3_600_000;
    private static final long NOTICED_MS = 60_000;

    private double level;
    private double usual;
    private boolean busy;
    private long onset;
    private long countSince;
    private long lastAt = Long.MIN_VALUE;
    private String subject;

    /** Counts a text; returns whether they began to come too often with it. */
    boolean add(String about, long now) {
        fade(now);
        if (level < OVER_BELOW + usual) {
            onset = now;
            countSince = 0;
            subject = null;
        }
        level++;
        countSince++;
        if (about != null) {
            subject = about;
        }
        if (!busy && level >= LEAST_LEVEL + TIMES_USUAL * usual) {
            busy = true;
            return true;
        }
        return false;
    }

    /** Takes it as over when the count has faded; returns whether it was too high until then. */
    boolean settle(long now) {
        if (lastAt == Long.MIN_VALUE) {
            return false;
        }
        fade(now);
        if (busy && level <= OVER_BELOW + usual) {
            busy = false;
            return true;
        }
        return false;
    }

    boolean isBusy() {
        return busy;
    }

    long deadline() {
        double over = OVER_BELOW + usual;
        return busy ? lastAt + 1 + (long) Math.ceil(FADING_MS * Math.log(Math.max(1, level / over))) : Long.MAX_VALUE;
    }

    Signal signal(SignalKind kind, FailureClass meaning) {
        double perMinute = level * 60_000 / FADING_MS;
        double usualPerMinute = usual * 60_000 / FADING_MS;
        // A source that tells only what fails notices at its next call: it may have begun before.
        long intact = kind == SignalKind.UNREACHABLE ? onset - NOTICED_MS : onset;
        return new Signal(kind, subject, onset, intact, perMinute, usualPerMinute, countSince, meaning, 1, lastAt);
    }

    private void fade(long now) {
        if (lastAt != Long.MIN_VALUE && now > lastAt) {
            double passed = now - lastAt;
            double faded = level * Math.exp(-passed / FADING_MS);
            if (!busy) {
                // The mean of the fading count over the time that has passed, learned slowly.
                double mean = (level - faded) * FADING_MS / passed;
                usual += (1 - Math.exp(-passed / LEARNING_MS)) * (mean - usual);
            }
            level = faded;
        }
        lastAt = Math.max(lastAt, now);
    }

    void writeTo(ByteWriter writer) {
        writer.writeDouble(level);
        writer.writeDouble(usual);
        writer.writeBoolean(busy);
        writer.writeSigned(onset);
        writer.writeUnsigned(countSince);
        writer.writeSigned(lastAt);
        writer.writeNullableString(subject);
    }

    static WordTrack readFrom(ByteReader reader) {
        WordTrack track = new WordTrack();
        track.level = reader.readFinite();
        track.usual = reader.readFinite();
        track.busy = reader.readBoolean();
        track.onset = reader.readSigned();
        track.countSince = reader.readCount();
        track.lastAt = reader.readSigned();
        track.subject = reader.readNullableString();
        return track;
    }
}
