package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Arrays;
import java.util.List;

/**
 * A sketch of a distribution: quantiles within 1 % of the sample of that rank, whatever the scale. Each power of two is
 * divided into 64 bins of equal width, so a bin's index is the exponent and the first 6 bits of the mantissa: one shift,
 * no logarithm. A bin answers with the value whose relative distance to both its ends is the same, at most 1/129 = 0.78 %.
 * Negative values mirror positive ones; zero has a bin of its own, which also takes magnitudes below
 * {@link Double#MIN_NORMAL}.
 *
 * <p>Only bins with samples take room, at most {@value #MAX_BINS}. Beyond that the lowest bin is merged into the next, so
 * the highest {@value #MAX_BINS} distinct bins stay exact: what is lost is the lower end, where a quantile that falls into
 * the lowest bin that is left reads as that bin's value. 512 bins are 8 powers of two of which every bin is in use; real
 * distributions of a bucket use fewer.
 *
 * <p>Adding and merging commute and associate exactly, the merging of low bins included: which bins stay depends only on
 * which were ever used. The stored form is sorted, so equal contents have equal bytes. Not thread-safe; adding allocates
 * only when the table grows.
 */
public final class LogLinearHistogram {

    /** Number of bins at most. */
    public static final int MAX_BINS = 512;

    /** Greatest distance of an answer from the sample of that rank, as a share of the sample. */
    public static final double RELATIVE_ERROR = 1.0 / 129;

    private static final int MANTISSA_SHIFT = 46;
    private static final int ZERO_KEY = 1 << 17;
    private static final int LEAST_KEY = ZERO_KEY - (0x7ff << 6) + 1;
    private static final int GREATEST_KEY = ZERO_KEY + (0x7ff << 6) - 1;
    private static final int COUNT_BITS = 45;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int LEAST_CAPACITY = 4;

    /** Open addressing; a cell is a bin's key and its count, so that one read finds both. 0 is an empty cell. */
    private long[] cells = new long[LEAST_CAPACITY];

    private int shift = 32 - Integer.numberOfTrailingZeros(LEAST_CAPACITY);
    private int size;
    /** Lowest key that is left once bins have been merged; samples below go there. */
    private int floor;

    /**
     * Adds a sample.
     *
     * @param value neither NaN nor infinite
     */
    public void add(double value) {
        addKey(keyOf(value), 1);
    }

    /** Adds all samples of another one, which is not changed. */
    public void merge(LogLinearHistogram other) {
        if (size == 0 && floor == 0 && other.floor == 0 && cells.length <= other.cells.length) {
            copy(other);
            return;
        }
        if (size == 0) {
            reserve(other.size);
        }
        for (long cell : other.cells) {
            if (cell != 0) {
                addKey((int) (cell >>> COUNT_BITS), cell & COUNT_MASK);
            }
        }
    }

    /** Forgets all samples but keeps the room. */
    public void clear() {
        Arrays.fill(cells, 0);
        size = 0;
        floor = 0;
    }

    /** Returns the number of bins in use. */
    public int bins() {
        return size;
    }

    /** Returns the number of samples. */
    public long count() {
        long count = 0;
        for (long cell : cells) {
            count += cell & COUNT_MASK;
        }
        return count;
    }

    /**
     * Answers several quantiles at once: for a share q the sample of rank floor(q * (count - 1)).
     *
     * @param shares shares in [0,1], ascending
     * @param out takes an answer per share; NaN when there are no samples
     */
    public void quantiles(double[] shares, double[] out) {
        long[] sorted = sorted();
        long total = count();
        if (total == 0) {
            Arrays.fill(out, 0, shares.length, Double.NaN);
            return;
        }
        int bin = 0;
        long below = sorted[0] & COUNT_MASK;
        for (int i = 0; i < shares.length; i++) {
            long rank = (long) (shares[i] * (total - 1));
            while (below <= rank && bin < sorted.length - 1) {
                bin++;
                below += sorted[bin] & COUNT_MASK;
            }
            out[i] = valueOf((int) (sorted[bin] >>> COUNT_BITS));
        }
    }

    /**
     * Answers one quantile of the samples of this one and of others: for a share q the sample of rank floor(q * (count - 1)).
     * Cheaper than to merge them and ask for {@link #quantiles}, because the bins need not be put in order (quickselect by
     * weight: Hoare, "Find", 1961).
     *
     * @param share share in [0,1]
     * @return NaN when there are no samples
     */
    public double quantile(double share, List<LogLinearHistogram> others) {
        int most = size;
        for (int i = 0; i < others.size(); i++) {
            most += others.get(i).size;
        }
        long[] bins = new long[most];
        int n = binsInto(bins, 0);
        for (int i = 0; i < others.size(); i++) {
            n = others.get(i).binsInto(bins, n);
        }
        long total = 0;
        for (long bin : bins) {
            total += bin & COUNT_MASK;
        }
        return total == 0 ? Double.NaN : valueOf((int) (select(bins, (long) (share * (total - 1))) >>> COUNT_BITS));
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 48 + 8 * cells.length;
    }

    /** Writes the bins in the order of their values. */
    public void writeTo(ByteWriter writer) {
        writer.writeUnsigned(size);
        int previous = LEAST_KEY;
        for (long cell : sorted()) {
            int key = (int) (cell >>> COUNT_BITS);
            long count = cell & COUNT_MASK;
            // A single sample, the commonest case by far in a sparse bucket, costs no byte for its count.
            writer.writeUnsigned((long) (key - previous) << 1 | (count == 1 ? 0 : 1));
            if (count != 1) {
                writer.writeUnsigned(count);
            }
            previous = key;
        }
    }

    /**
     * Adds what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public void readFrom(ByteReader reader) {
        int bins = reader.readLength(MAX_BINS, 1);
        if (size == 0) {
            reserve(bins);
        }
        long key = LEAST_KEY;
        for (int i = 0; i < bins; i++) {
            long head = reader.readCount();
            long step = head >>> 1;
            key += step;
            if (step > GREATEST_KEY || key > GREATEST_KEY || step == 0 && i > 0) {
                throw new CorruptStateException("bin " + key + " of a sketch is out of order or range");
            }
            long count = (head & 1) == 0 ? 1 : reader.readCount();
            if (count < 1 || count > COUNT_MASK) {
                throw new CorruptStateException("bin of a sketch with " + count + " samples");
            }
            addKey((int) key, count);
        }
    }

    static int keyOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int magnitude = (int) ((bits & Long.MAX_VALUE) >>> MANTISSA_SHIFT);
        if (magnitude < 1 << 6) {
            return ZERO_KEY;
        }
        return bits < 0 ? ZERO_KEY - magnitude : ZERO_KEY + magnitude;
    }

    static double valueOf(int key) {
        if (key == ZERO_KEY) {
            return 0;
        }
        long magnitude = Math.abs(key - ZERO_KEY);
        double low = Double.longBitsToDouble(magnitude << MANTISSA_SHIFT);
        double width = Math.scalb(1.0, Math.getExponent(low) - 6);
        // 2ab/(a+b) of the ends a and b = a + width: the same relative distance to both. Written so that it cannot
        // overflow.
        double middle = low + width / (2 + width / low);
        return key < ZERO_KEY ? -middle : middle;
    }

    private void addKey(int wanted, long count) {
        int key = Math.max(wanted, floor);
        long[] table = cells;
        int mask = table.length - 1;
        int i = key * 0x9E3779B9 >>> shift;
        while (true) {
            long cell = table[i];
            if ((int) (cell >>> COUNT_BITS) == key) {
                long sum = (cell & COUNT_MASK) + count;
                table[i] = (cell & ~COUNT_MASK) | Math.min(sum, COUNT_MASK);
                return;
            }
            if (cell == 0) {
                table[i] = (long) key << COUNT_BITS | count;
                size++;
                if (size > MAX_BINS) {
                    mergeLowest();
                } else if (size > table.length - (table.length >>> 2)) {
                    grow();
                }
                return;
            }
            i = i + 1 & mask;
        }
    }

    private void mergeLowest() {
        long lowest = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (long cell : cells) {
            if (cell != 0 && cell < lowest) {
                second = lowest;
                lowest = cell;
            } else if (cell != 0 && cell < second) {
                second = cell;
            }
        }
        remove((int) (lowest >>> COUNT_BITS));
        size--;
        floor = (int) (second >>> COUNT_BITS);
        addKey(floor, lowest & COUNT_MASK);
    }

    private void remove(int key) {
        int mask = cells.length - 1;
        int hole = home(key);
        while ((int) (cells[hole] >>> COUNT_BITS) != key) {
            hole = hole + 1 & mask;
        }
        int next = hole + 1 & mask;
        while (cells[next] != 0) {
            int home = home((int) (cells[next] >>> COUNT_BITS));
            if ((next - home & mask) >= (next - hole & mask)) {
                cells[hole] = cells[next];
                hole = next;
            }
            next = next + 1 & mask;
        }
        cells[hole] = 0;
    }

    private void grow() {
        long[] old = cells;
        cells = new long[old.length * 2];
        shift--;
        int mask = cells.length - 1;
        for (long cell : old) {
            if (cell != 0) {
                int i = home((int) (cell >>> COUNT_BITS));
                while (cells[i] != 0) {
                    i = i + 1 & mask;
                }
                cells[i] = cell;
            }
        }
    }

    /** Takes all of another one, whose table is no smaller, into this empty one: cell by cell as they lie. */
    private void copy(LogLinearHistogram other) {
        if (cells.length < other.cells.length) {
            cells = other.cells.clone();
            shift = other.shift;
        } else {
            System.arraycopy(other.cells, 0, cells, 0, cells.length);
        }
        size = other.size;
    }

    private int binsInto(long[] bins, int from) {
        int n = from;
        for (long cell : cells) {
            if (cell != 0) {
                bins[n++] = cell;
            }
        }
        return n;
    }

    /** Returns the bin of a rank; changes the order of the bins. */
    private static long select(long[] bins, long rank) {
        int low = 0;
        int high = bins.length - 1;
        long left = rank;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long pivot = bins[middle];
            bins[middle] = bins[high];
            bins[high] = pivot;
            int at = low;
            long below = 0;
            for (int i = low; i < high; i++) {
                long bin = bins[i];
                if (bin < pivot) {
                    below += bin & COUNT_MASK;
                    bins[i] = bins[at];
                    bins[at++] = bin;
                }
            }
            bins[high] = bins[at];
            bins[at] = pivot;
            if (left < below) {
                high = at - 1;
            } else if (left < below + (pivot & COUNT_MASK)) {
                return pivot;
            } else {
                left -= below + (pivot & COUNT_MASK);
                low = at + 1;
            }
        }
        return bins[low];
    }

    /** Makes an empty table large enough for so many bins. */
    private void reserve(int bins) {
        int capacity = cells.length;
        while (bins > capacity - (capacity >>> 2)) {
            capacity *= 2;
        }
        if (capacity > cells.length) {
            cells = new long[capacity];
            shift = 32 - Integer.numberOfTrailingZeros(capacity);
        }
    }

    private int home(int key) {
        return key * 0x9E3779B9 >>> shift;
    }

    private long[] sorted() {
        long[] sorted = new long[size];
        binsInto(sorted, 0);
        Arrays.sort(sorted);
        return sorted;
    }
}
