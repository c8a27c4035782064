package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * Notices from counts of failures, and of requests where they are known, that a source fails more than it used to. Mutable,
 * not thread-safe; times are stream time in epoch milliseconds.
 */
final class FailureCounts {

    /** Share of failures from which the source counts as failing. */
    private static final double FAILING = 0.3;
    /** Times the usual that failures must be when nobody knows of how many requests. */
    private static final double FAR = 4;

    private static final double LEAST_FAILURES = 3;

    private final UsualTrack usual;
    private double failuresBefore = Double.NaN;
    private double requestsBefore = Double.NaN;
    private double rate;
    private double failures;
    private boolean failing;

    FailureCounts() {
        this(new UsualTrack());
    }

    private FailureCounts(UsualTrack usual) {
        this.usual = usual;
    }

    /** Takes the counts of a bucket; returns whether the source began or ceased to fail. */
    boolean add(double failureCount, double requestCount, boolean cumulative, long now) {
        double failed = cumulative ? difference(failureCount, failuresBefore) : failureCount;
        double requests = cumulative ? difference(requestCount, requestsBefore) : requestCount;
        failuresBefore = failureCount;
        requestsBefore = requestCount;
        if (!(failed >= 0)) {
            return false;
        }
        boolean wasUp = usual.isUp();
        boolean known = requests > 0;
        usual.add(known ? 100 * Math.min(1, failed / requests) : failed, now);
        failures = usual.isUp() && wasUp ? failures + failed : failed;
        rate = known ? Math.min(1, failed / requests) : 1 - 1 / usual.ratio();
        boolean was = failing;
        failing = usual.isUp() && (known ? rate >= FAILING : usual.ratio() >= FAR && failed >= LEAST_FAILURES);
        return was != failing;
    }

    boolean settle(long now, long forgetMs) {
        boolean was = failing;
        failing &= !usual.settle(now, forgetMs);
        return was != failing;
    }

    boolean isFailing() {
        return failing;
    }

    long deadline(long forgetMs) {
        return usual.deadline(forgetMs);
    }

    Signal signal() {
        Signal up = usual.signal(SignalKind.FAILING, null, rate, FailureClass.OTHER);
        return new Signal(
                SignalKind.FAILING,
                null,
                up.since(),
                up.intact(),
                rate,
                Double.NaN,
                Math.max(up.count(), (long) failures),
                FailureClass.OTHER,
                1,
                up.latest());
    }

    /** A counter that went back was started anew. */
    private static double difference(double latest, double before) {
        return latest >= before ? latest - before : Double.isNaN(before) ? Double.NaN : latest;
    }

    void writeTo(ByteWriter writer) {
        usual.writeTo(writer);
        writer.writeDouble(failuresBefore);
        writer.writeDouble(requestsBefore);
        writer.writeDouble(rate);
        writer.writeDouble(failures);
        writer.writeBoolean(failing);
    }

    static FailureCounts readFrom(ByteReader reader) {
        FailureCounts read = new FailureCounts(UsualTrack.readFrom(reader));
        read.failuresBefore = reader.readDouble();
        read.requestsBefore = reader.readDouble();
        read.rate = reader.readFinite();
        read.failures = reader.readFinite();
        read.failing = reader.readBoolean();
        return read;
    }
}
