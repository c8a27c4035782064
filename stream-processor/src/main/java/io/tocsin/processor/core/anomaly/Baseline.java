package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * What is usual for one metric of one source: exponentially weighted mean and variance of the means of its closed
 * buckets. A bucket is judged first and learned afterwards, so it never excuses itself. Chosen to be calm:
 *
 * <ul>
 *   <li>the first {@value #MEMORY} buckets weigh the same, later ones fade with that memory, so a lasting change becomes
 *       usual within the hour or so;
 *   <li>what lies beyond {@value #CLIP} deviations is learned as if it lay there, so one outlier neither drags the mean nor
 *       hides the next by widening the deviation;
 *   <li>the deviation is taken as at least {@value #RELATIVE_FLOOR} of the mean, so a constant series does not fire on
 *       dust; without any scale at all (a series of zeros) there is no judgement.
 * </ul>
 *
 * Variance update after West (1979). Mutable, not thread-safe.
 */
public final class Baseline {

    private static final int MEMORY = 360;
    private static final double CLIP = 4;
    private static final double RELATIVE_FLOOR = 0.02;
    /** Buckets by which the extremes fade, so that heavy tails are known by more than their latest hour. */
    private static final int EXTREMES_MEMORY = 4 * MEMORY;

    private static final double FAR = 3;
    private static final double UNSURE = 60;

    private long buckets;
    private double mean;
    private double variance;
    private double least;
    private double greatest;

    /**
     * Returns by how many deviations a bucket's mean differs from what is usual, with its sign; NaN when there is nothing
     * to judge by.
     *
     * @param minimumBuckets buckets without which nothing is said
     */
    public double zScore(double bucketMean, int minimumBuckets) {
        double scale = scale();
        if (buckets < minimumBuckets || !(scale > 0)) {
            return Double.NaN;
        }
        double z = (bucketMean - mean) / scale;
        return Double.isFinite(z) ? z : Math.copySign(Double.MAX_VALUE, bucketMean - mean);
    }

    /**
     * Returns whether a bucket's mean lies far beyond everything that was learned and has not faded: about three times as far
     * from the mean, and farther while little is known. Where many deviations are nothing special because the values have a heavy
     * tail, as durations do, its own extremes say so.
     */
    public boolean isFarBeyondHistory(double bucketMean) {
        double far = FAR + UNSURE / buckets;
        double off = (bucketMean - mean) / far;
        return buckets > 0 && (off > greatest - mean || off < least - mean);
    }

    /** Takes a bucket's mean into the history. */
    public void learn(double bucketMean) {
        buckets++;
        if (buckets == 1) {
            mean = bucketMean;
            least = bucketMean;
            greatest = bucketMean;
            return;
        }
        // The extremes fade like the mean, or one spike would make all later ones look familiar for ever.
        least = Math.min(bucketMean, least + (mean / EXTREMES_MEMORY - least / EXTREMES_MEMORY));
        greatest = Math.max(bucketMean, greatest + (mean / EXTREMES_MEMORY - greatest / EXTREMES_MEMORY));
        double difference = bucketMean - mean;
        double scale = scale();
        if (buckets > MEMORY / 10 && scale > 0) {
            difference = Math.max(-CLIP * scale, Math.min(CLIP * scale, difference));
        }
        double weight = 1.0 / Math.min(buckets, MEMORY);
        double step = weight * difference;
        double learned = mean + step;
        double spread = (1 - weight) * (variance + difference * step);
        // Where squares leave the range of a double the history stays as it is: better none than NaN for ever.
        if (Double.isFinite(learned) && Double.isFinite(spread)) {
            mean = learned;
            variance = spread;
        }
    }

    /** Returns the usual mean. */
    public double mean() {
        return mean;
    }

    /** Returns the number of buckets that were learned. */
    public long buckets() {
        return buckets;
    }

    /** Writes everything. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(buckets);
        if (buckets > 0) {
            writer.writeDouble(mean);
            writer.writeDouble(variance);
            writer.writeDouble(least);
            writer.writeDouble(greatest);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static Baseline readFrom(ByteReader reader) {
        Baseline baseline = new Baseline();
        baseline.buckets = reader.readCount();
        if (baseline.buckets > 0) {
            baseline.mean = reader.readFinite();
            baseline.variance = reader.readFinite();
            baseline.least = reader.readFinite();
            baseline.greatest = reader.readFinite();
        }
        return baseline;
    }

    private double scale() {
        return Math.max(Math.sqrt(variance), RELATIVE_FLOOR * Math.abs(mean));
    }
}
