package io.tocsin.processor.core.anomaly;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * The detector of one metric, and what is needed to say when an anomaly is over and when a value is missing. Mutable, not
 * thread-safe.
 */
public final class SeriesModel {

    static final int BYTES = 56 + new SeriesDetector().approximateBytes();

    /** Values about as expected, one after the other, after which an anomaly is over. */
    private static final int CALM_VALUES = 10;

    private static final int LEAST_GAP_VALUES = 10;
    private static final long LEAST_GAP_MS = 600_000;

    final int nameHash;
    private final SeriesDetector detector;
    private double score;
    private int calm;
    private long longestGap;

    SeriesModel(int nameHash, SeriesDetector detector) {
        this.nameHash = nameHash;
        this.detector = detector;
    }

    /** Judges a value, then learns it; see {@link SeriesDetector#step}. */
    void step(long time, double value) {
        if (detector.count() > 0) {
            longestGap = Math.max(longestGap, time - detector.lastTime());
        }
        score = detector.step(time, value);
        calm = detector.isCalm() ? Math.min(CALM_VALUES, calm + 1) : 0;
    }

    /** Returns how unusual the latest value was, in [0,1]; not kept in the store. */
    public double score() {
        return score;
    }

    /** Returns the detector, for what it says of the latest step. */
    public SeriesDetector detector() {
        return detector;
    }

    /** Returns whether the latest values were about as expected for long enough to end an anomaly. */
    public boolean isOver() {
        return calm == CALM_VALUES;
    }

    /**
     * Returns how unusual it is that no value has come since the last one, in [0,1): 0 unless the gap is longer than ten
     * values, ten minutes, and all gaps before.
     */
    public double missing(long now) {
        long gap = now - detector.lastTime();
        double usual =
                Math.max(Math.max(LEAST_GAP_MS, LEAST_GAP_VALUES * detector.cadence()), 2.0 * Math.max(0, longestGap));
        return detector.count() < Extremes.LEAST || gap <= usual ? 0 : 1 - 0.05 * usual / gap;
    }

    void writeTo(ByteWriter writer) {
        writer.writeUnsigned(Integer.toUnsignedLong(nameHash));
        writer.writeByte(calm);
        writer.writeUnsigned(longestGap);
        detector.writeTo(writer);
    }

    static SeriesModel readFrom(ByteReader reader) {
        int nameHash = (int) reader.readCount();
        int calm = reader.readInt(0, CALM_VALUES);
        long longestGap = reader.readCount();
        SeriesModel model = new SeriesModel(nameHash, SeriesDetector.readFrom(reader));
        model.calm = calm;
        model.longestGap = longestGap;
        return model;
    }
}
