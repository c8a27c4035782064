package io.tocsin.processor.core.source;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * How often a source logs, so that its silence can be told from its rhythm. Lines that come within {@value #BEAT_MS} ms count
 * as one beat; mean and mean absolute deviation of the time from beat to beat are learned, the later ones weighing more. A
 * silence is unusual that is longer than {@value #MEANS} means and {@value #DEVIATIONS} deviations: of lines that come at
 * random (exponential gaps) one gap in fifty thousand is so long, and a job that logs twice an hour is missed after about an
 * hour. Before {@value #LEAST_GAPS} gaps nobody knows whether a source normally logs.
 *
 * <p>A silence that was longer than the limit is learned as if it had been as long as that, so that one outage does not
 * excuse the next. Times are stream time in epoch milliseconds. Mutable, not thread-safe.
 */
final class LogRhythm {

    private static final long BEAT_MS = 30_000;
    private static final int LEAST_GAPS = 2;
    private static final int MEMORY = 100;
    private static final double MEANS = 1.5;
    private static final double DEVIATIONS = 13;
    /** How much doubt a deviation that is known from few gaps carries, in gaps. */
    private static final double DOUBT = 4;

    private long beatAt = SourceState.NEVER;
    private int gaps;
    private double mean;
    private double deviation;

    /**
     * Takes a line.
     *
     * @param floor least silence that matters, in milliseconds
     * @return whether {@link #limit} may be another one now
     */
    boolean line(long now, long floor) {
        if (beatAt == SourceState.NEVER) {
            beatAt = now;
            return false;
        }
        long gap = now - beatAt;
        if (gap < BEAT_MS) {
            return false;
        }
        beatAt = now;
        learn(Math.min(gap, limit(floor)));
        return true;
    }

    /**
     * Returns how long a silence must last to be unusual, in milliseconds; {@link Long#MAX_VALUE} while nothing is known.
     *
     * @param floor least silence that matters
     */
    long limit(long floor) {
        if (gaps < LEAST_GAPS) {
            return Long.MAX_VALUE;
        }
        double unsure = deviation * (1 + DOUBT / gaps) + mean / gaps;
        return (long) Math.max(floor, MEANS * mean + DEVIATIONS * unsure);
    }

    private void learn(double gap) {
        gaps = Math.min(MEMORY, gaps + 1);
        double weight = 1.0 / gaps;
        double off = Math.abs(gap - mean);
        mean += weight * (gap - mean);
        // The first gap has nothing to deviate from.
        deviation += gaps == 1 ? 0 : weight * (off - deviation);
    }

    void writeTo(ByteWriter writer, long origin) {
        writer.writeUnsigned(gaps);
        writer.writeSigned(beatAt == SourceState.NEVER ? 0 : beatAt - origin + 1);
        if (gaps > 0) {
            writer.writeDouble(mean);
            writer.writeDouble(deviation);
        }
    }

    void readFrom(ByteReader reader, long origin) {
        gaps = reader.readInt(0, MEMORY);
        long beat = reader.readSigned();
        beatAt = beat == 0 ? SourceState.NEVER : origin + beat - 1;
        if (gaps > 0) {
            mean = reader.readFinite();
            deviation = reader.readFinite();
        }
    }
}
