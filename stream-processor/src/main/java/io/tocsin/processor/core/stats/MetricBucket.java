package io.tocsin.processor.core.stats;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/** What one metric did in one span: moments, sketch and latest value. Mergeable. Not thread-safe. */
public final class MetricBucket {

    private static final int PLAIN = 0;
    private static final int SINGLE = 1;

    private final Moments moments = new Moments();
    private final LogLinearHistogram sketch = new LogLinearHistogram();
    private double last;
    private long lastOffset;

    /**
     * Adds a sample. Of two samples of the same time the one that is added later is the latest.
     *
     * @param value neither NaN nor infinite
     * @param offsetMs its time in milliseconds from the start of the bucket
     */
    public void add(double value, long offsetMs) {
        if (moments.count() == 0 || offsetMs >= lastOffset) {
            last = value;
            lastOffset = offsetMs;
        }
        moments.add(value, offsetMs);
        sketch.add(value);
    }

    /**
     * Adds the samples of another one. Where both have a latest value of the same time, that of the other one counts.
     *
     * @param shiftMs start of the other one's bucket minus the start of this one's in milliseconds
     */
    public void merge(MetricBucket other, long shiftMs) {
        if (other.moments.count() == 0) {
            return;
        }
        long otherOffset = other.lastOffset + shiftMs;
        if (moments.count() == 0 || otherOffset >= lastOffset) {
            last = other.last;
            lastOffset = otherOffset;
        }
        moments.merge(other.moments, shiftMs);
        sketch.merge(other.sketch);
    }

    /** Forgets all samples but keeps the room. */
    public void clear() {
        moments.clear();
        sketch.clear();
        last = 0;
        lastOffset = 0;
    }

    /** Returns the moments. */
    public Moments moments() {
        return moments;
    }

    /** Returns the sketch. */
    public LogLinearHistogram sketch() {
        return sketch;
    }

    /** Returns the latest value; NaN without samples. */
    public double last() {
        return moments.count() == 0 ? Double.NaN : last;
    }

    /** Returns the time of the latest value in milliseconds from the start of the bucket; 0 without samples. */
    public long lastOffset() {
        return lastOffset;
    }

    /** Returns about how many bytes of heap it takes. */
    public int approximateBytes() {
        return 40 + 80 + sketch.approximateBytes();
    }

    /** Writes everything; a single sample is its value and its time only. */
    public void writeTo(ByteWriter writer) {
        boolean single = moments.count() == 1;
        writer.writeByte(single ? SINGLE : PLAIN);
        if (single) {
            writer.writeDouble(last);
            writer.writeSigned(lastOffset);
            return;
        }
        moments.writeTo(writer);
        writer.writeDouble(last);
        writer.writeSigned(lastOffset);
        sketch.writeTo(writer);
    }

    /**
     * Adds what {@link #writeTo} wrote, without making an object of it first.
     *
     * @param shiftMs start of the written one's bucket minus the start of this one's in milliseconds
     * @param scratch is overwritten
     * @throws CorruptStateException when the bytes are something else; the contents are undefined then
     */
    public void mergeFrom(ByteReader reader, long shiftMs, Moments scratch) {
        if (reader.readInt(PLAIN, SINGLE) == SINGLE) {
            double value = reader.readFinite();
            add(value, reader.readSigned() + shiftMs);
            return;
        }
        scratch.readFrom(reader);
        double otherLast = reader.readFinite();
        long otherOffset = reader.readSigned() + shiftMs;
        if (scratch.count() > 0 && (moments.count() == 0 || otherOffset >= lastOffset)) {
            last = otherLast;
            lastOffset = otherOffset;
        }
        moments.merge(scratch, shiftMs);
        sketch.readFrom(reader);
    }
}
