package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * Notices that a value rises well above its own usual: a one-sided cumulative sum over the standardised logarithm of the
 * value. Location and scale are learned slowly and by time, so that a daily season is followed whatever the cadence, and
 * not while the value is up, so that trouble does not become usual before {@value #ADOPTED_AFTER_MS} ms. Mutable, not
 * thread-safe; times are stream time in epoch milliseconds.
 */
final class UsualTrack {

    private static final double LEARNING_MS = 1_800_000;
    private static final double FASTEST_LEARNING = 0.1;
    private static final int LEAST_SAMPLES = 12;
    private static final int FIRST_SAMPLES = 30;
    private static final double LEAST_SCALE = 0.08;
    /** Mean absolute deviation to standard deviation, for a normal distribution. */
    private static final double TO_SIGMA = 1.2533;

    private static final double DRIFT = 2;
    private static final double CLIP = 5;
    private static final double ALARM = 5;
    private static final double CAP = 9;
    private static final long ADOPTED_AFTER_MS = 3_600_000;

    private long samples;
    private double location;
    private double spread;
    private double sum;
    private boolean up;
    private long onset;
    private long intact;
    private long lastAt;
    private double latest;
    private long samplesSince;

    /** Takes a value of at least 0; returns whether it began or ceased to be up. */
    boolean add(double value, long now) {
        double x = Math.log1p(Math.max(0, value));
        latest = value;
        double z = 0;
        if (samples >= LEAST_SAMPLES) {
            double scale = Math.max(LEAST_SCALE, TO_SIGMA * spread);
            z = Math.max(-CLIP, Math.min(CLIP, (x - location) / scale));
            if (sum == 0 && z > DRIFT) {
                onset = now;
                intact = lastAt;
                samplesSince = 0;
            }
            sum = Math.min(CAP, Math.max(0, sum + z - DRIFT));
            samplesSince++;
        }
        boolean was = up;
        up = sum >= ALARM || up && sum > 0;
        if (!up || now - onset > ADOPTED_AFTER_MS) {
            learn(x, now);
        }
        lastAt = now;
        return was != up;
    }

    /** Takes it as over when no value came for some time; returns whether it was up until then. */
    boolean settle(long now, long forgetMs) {
        if (!up || now - lastAt < forgetMs) {
            return false;
        }
        up = false;
        sum = 0;
        return true;
    }

    boolean isUp() {
        return up;
    }

    long deadline(long forgetMs) {
        return up ? lastAt + forgetMs : Long.MAX_VALUE;
    }

    /** Returns the usual value, or NaN when too little is known. */
    double usual() {
        return samples < LEAST_SAMPLES ? Double.NaN : Math.expm1(location);
    }

    /** Returns the value that is far above the usual one: by so many standard deviations. */
    double above(double deviations) {
        return Math.expm1(location + deviations * Math.max(LEAST_SCALE, TO_SIGMA * spread));
    }

    /** Returns how many times the usual the latest value is. */
    double ratio() {
        double usual = usual();
        return Double.isNaN(usual) ? 1 : (latest + 1) / (usual + 1);
    }

    Signal signal(SignalKind kind, String subject, double strength, FailureClass meaning) {
        return new Signal(kind, subject, onset, intact, strength, usual(), samplesSince, meaning, 1, lastAt);
    }

    private void learn(double x, long now) {
        samples++;
        double weight = samples <= FIRST_SAMPLES
                ? 1.0 / samples
                : Math.min(FASTEST_LEARNING, Math.max(0, now - lastAt) / LEARNING_MS);
        double deviation = x - location;
        // A single outlier must not widen the scale by more than a typical one would.
        double limit = samples <= LEAST_SAMPLES ? Double.MAX_VALUE : 4 * Math.max(LEAST_SCALE, spread);
        double clipped = Math.max(-limit, Math.min(limit, deviation));
        location += weight * clipped;
        spread += weight * (Math.abs(clipped) - spread);
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(samples);
        writer.writeDouble(location);
        writer.writeDouble(spread);
        writer.writeDouble(sum);
        writer.writeBoolean(up);
        writer.writeSigned(lastAt);
        writer.writeDouble(latest);
        if (sum > 0) {
            writer.writeSigned(onset);
            writer.writeSigned(onset - intact);
            writer.writeUnsigned(samplesSince);
        }
    }

    static UsualTrack readFrom(ByteReader reader) {
        UsualTrack track = new UsualTrack();
        track.samples = reader.readCount();
        track.location = reader.readFinite();
        track.spread = reader.readFinite();
        track.sum = reader.readFinite();
        track.up = reader.readBoolean();
        track.lastAt = reader.readSigned();
        track.latest = reader.readFinite();
        if (track.sum > 0) {
            track.onset = reader.readSigned();
            track.intact = track.onset - reader.readSigned();
            track.samplesSince = reader.readCount();
        }
        return track;
    }
}
