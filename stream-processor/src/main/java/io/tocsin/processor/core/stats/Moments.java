package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/**
 * Count, sum, extremes, variance and trend of samples that have a time. Mergeable.
 *
 * <p>Variance and covariance follow Youngs and Cramer (1971) for single samples and Chan, Golub and LeVeque (1979) for
 * merges. They need sums only and no running mean, so what is stored is all there is: a state that was written and read
 * goes on bit for bit like one that stayed in memory. Times are whole milliseconds from an origin that the caller keeps;
 * their sum is exact.
 *
 * <p>Count, extremes and the sum of times do not depend on the order of samples at all. The sum does not as long as the
 * partial sums are exact (whole numbers up to 2^53); otherwise it, the variance and the trend agree for any order and
 * grouping to about n * 2^-53 relative to the sum of magnitudes. A sum beyond the range of a double stays at the largest
 * finite one. Once a sample's magnitude reaches {@value #LARGEST_FOR_VARIANCE}, variance and trend are NaN: their squares
 * would not be numbers any more.
 */
public final class Moments {

    /** Magnitude from which on no variance and no trend is computed. */
    public static final double LARGEST_FOR_VARIANCE = 1e100;

    private static final double MS = 1e-3;

    private long count;
    private double sum;
    private double min;
    private double max;
    private double squares;
    private long timeSum;
    private double timeSquares;
    private double products;

    /**
     * Adds a sample.
     *
     * @param value neither NaN nor infinite
     * @param offsetMs its time in milliseconds from the origin
     */
    public void add(double value, long offsetMs) {
        long n = ++count;
        timeSum += offsetMs;
        if (n == 1) {
            sum = value;
            min = value;
            max = value;
            squares = Math.abs(value) < LARGEST_FOR_VARIANCE ? 0 : Double.NaN;
            products = squares;
            return;
        }
        sum = finite(sum + value);
        if (value < min) {
            min = value;
        }
        if (value > max) {
            max = value;
        }
        double weight = 1.0 / ((double) n * (n - 1));
        double timeDeviation = (n * offsetMs - timeSum) * MS;
        timeSquares += timeDeviation * timeDeviation * weight;
        if (Math.abs(value) < LARGEST_FOR_VARIANCE) {
            double deviation = n * value - sum;
            squares += deviation * deviation * weight;
            products += deviation * timeDeviation * weight;
        } else {
            squares = Double.NaN;
            products = Double.NaN;
        }
    }

    /**
     * Adds the samples of another one.
     *
     * @param shiftMs origin of the other one minus the origin of this one in milliseconds
     */
    public void merge(Moments other, long shiftMs) {
        if (other.count == 0) {
            return;
        }
        long otherTimeSum = other.timeSum + other.count * shiftMs;
        if (count == 0) {
            count = other.count;
            sum = other.sum;
            min = other.min;
            max = other.max;
            squares = other.squares;
            timeSum = otherTimeSum;
            timeSquares = other.timeSquares;
            products = other.products;
            return;
        }
        double n = count;
        double m = other.count;
        double weight = 1.0 / (n * m * (n + m));
        double deviation = n * other.sum - m * sum;
        double timeDeviation = (n * otherTimeSum - m * timeSum) * MS;
        squares += other.squares + deviation * deviation * weight;
        timeSquares += other.timeSquares + timeDeviation * timeDeviation * weight;
        products += other.products + deviation * timeDeviation * weight;
        count += other.count;
        sum = finite(sum + other.sum);
        timeSum += otherTimeSum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    /** Forgets all samples. */
    public void clear() {
        count = 0;
        sum = 0;
        min = 0;
        max = 0;
        squares = 0;
        timeSum = 0;
        timeSquares = 0;
        products = 0;
    }

    /** Returns the number of samples. */
    public long count() {
        return count;
    }

    /** Returns the sum of the samples. */
    public double sum() {
        return sum;
    }

    /** Returns the least sample; NaN without samples. */
    public double min() {
        return count == 0 ? Double.NaN : min;
    }

    /** Returns the greatest sample; NaN without samples. */
    public double max() {
        return count == 0 ? Double.NaN : max;
    }

    /** Returns the arithmetic mean, between the extremes; NaN without samples. */
    public double mean() {
        return count == 0 ? Double.NaN : Math.min(max, Math.max(min, sum / count));
    }

    /** Returns the sample standard deviation (n-1); NaN with fewer than 2 samples. */
    public double deviation() {
        return count < 2 ? Double.NaN : Math.sqrt(Math.max(0, squares) / (count - 1));
    }

    /** Returns the least-squares trend in units per second; NaN with fewer than 2 distinct times. */
    public double slope() {
        if (count < 2 || timeSquares <= 0) {
            return Double.NaN;
        }
        double slope = products / timeSquares;
        return Double.isFinite(slope) ? slope : Double.NaN;
    }

    /** Writes everything; 2 fields are enough for a single sample. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(count);
        if (count == 0) {
            return;
        }
        writer.writeDouble(sum);
        writer.writeSigned(timeSum);
        if (count > 1) {
            writer.writeDouble(min);
            writer.writeDouble(max);
            writer.writeDouble(squares);
            writer.writeDouble(timeSquares);
            writer.writeDouble(products);
        }
    }

    /**
     * Replaces everything by what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else; the contents are undefined then
     */
    public void readFrom(ByteReader reader) {
        clear();
        long n = reader.readCount();
        if (n == 0) {
            return;
        }
        double first = reader.readFinite();
        long time = reader.readSigned();
        if (n == 1) {
            add(first, time);
            return;
        }
        count = n;
        sum = first;
        timeSum = time;
        min = reader.readFinite();
        max = reader.readFinite();
        squares = numberOrNaN(reader);
        timeSquares = reader.readFinite();
        products = numberOrNaN(reader);
        if (min > max) {
            throw new CorruptStateException("least sample " + min + " above the greatest " + max);
        }
    }

    private static double numberOrNaN(ByteReader reader) {
        double value = reader.readDouble();
        if (Double.isInfinite(value)) {
            throw new CorruptStateException("infinite moment");
        }
        return value;
    }

    private static double finite(double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
