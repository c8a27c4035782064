package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * Notices that a resource in percent is nearly used up, and more so than it used to be: a memory that has always been at
 * 92 % is no news. Smoothed over {@value #SMOOTHING_MS} ms, and two samples at least. Mutable, not thread-safe; times are
 * stream time in epoch milliseconds.
 */
final class ResourceTrack {

    private static final double SMOOTHING_MS = 15_000;
    private static final long CONFIRM_MS = 10_000;
    private static final double HIGHEST_LIMIT = 97.5;
    private static final double MARGIN = 3;
    private static final double CLEAR_BELOW = 4;

    private final UsualTrack usual;
    private double smoothed = Double.NaN;
    private long lastAt;
    private long crossedAt = Long.MIN_VALUE;
    private long samplesAbove;
    private boolean high;

    ResourceTrack() {
        this(new UsualTrack());
    }

    private ResourceTrack(UsualTrack usual) {
        this.usual = usual;
    }

    /**
     * Takes the mean of a bucket in percent; returns whether the resource began or ceased to be nearly used up.
     *
     * @param limit percent from which it counts as nearly used up, unless it has always been near
     */
    boolean add(double percent, double limit, long now) {
        double weight = Double.isNaN(smoothed) ? 1 : Math.min(1, Math.max(0, now - lastAt) / SMOOTHING_MS);
        smoothed = Double.isNaN(smoothed) ? percent : smoothed + weight * (percent - smoothed);
        lastAt = now;
        double known = usual.usual();
        double far = Double.isNaN(known) ? limit : Math.min(HIGHEST_LIMIT, usual.above(4) + MARGIN);
        double effective = Math.max(limit, far);
        usual.add(percent, now);
        boolean was = high;
        if (smoothed >= effective || high && smoothed >= effective - CLEAR_BELOW) {
            if (crossedAt == Long.MIN_VALUE) {
                crossedAt = now;
                samplesAbove = 0;
            }
            samplesAbove++;
            high |= samplesAbove >= 2 && now - crossedAt >= CONFIRM_MS;
        } else {
            crossedAt = Long.MIN_VALUE;
            high = false;
        }
        return was != high;
    }

    boolean settle(long now, long forgetMs) {
        usual.settle(now, forgetMs);
        if (!high || now - lastAt < forgetMs) {
            return false;
        }
        high = false;
        crossedAt = Long.MIN_VALUE;
        return true;
    }

    boolean isHigh() {
        return high;
    }

    long deadline(long forgetMs) {
        return high ? lastAt + forgetMs : Long.MAX_VALUE;
    }

    Signal signal(String metric) {
        Signal rise = usual.signal(SignalKind.RESOURCE, metric, smoothed, FailureClass.EXHAUSTION);
        long since = usual.isUp() ? Math.min(rise.since(), crossedAt) : crossedAt;
        return new Signal(
                SignalKind.RESOURCE,
                metric,
                since,
                since,
                smoothed,
                usual.usual(),
                samplesAbove,
                FailureClass.EXHAUSTION,
                1,
                lastAt);
    }

    void writeTo(ByteWriter writer) {
        usual.writeTo(writer);
        writer.writeDouble(smoothed);
        writer.writeSigned(lastAt);
        writer.writeBoolean(high);
        writer.writeUnsigned(crossedAt == Long.MIN_VALUE ? 0 : samplesAbove + 1);
        if (crossedAt != Long.MIN_VALUE) {
            writer.writeSigned(crossedAt);
        }
    }

    static ResourceTrack readFrom(ByteReader reader) {
        ResourceTrack track = new ResourceTrack(UsualTrack.readFrom(reader));
        track.smoothed = reader.readDouble();
        track.lastAt = reader.readSigned();
        track.high = reader.readBoolean();
        long above = reader.readCount();
        if (above > 0) {
            track.samplesAbove = above - 1;
            track.crossedAt = reader.readSigned();
        }
        return track;
    }
}
