package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * One of a group of equals: the work that it has got lately, and the share of the group's work that it usually gets, by each
 * measure. Mutable, not thread-safe; times are stream time in epoch milliseconds.
 */
final class LoadMember {

    /** What work is measured by. */
    enum Measure {
        OPERATIONS,
        GAUGE,
        CPU;

        static final int COUNT = values().length;
    }

    private static final double LEARNING = 0.015;
    /** A value that is older says nothing about now. */
    private static final long STALE_MS = 150_000;

    private static final int PACE_FADING = 8;
    /** How much later than usual a value may come and still be waited for. */
    private static final double PATIENCE = 1.5;

    long seenAt = Long.MIN_VALUE;
    /** Operations in the window that is open, and in the one before. */
    long window;

    long windowBefore;
    private long operations;
    /** When it reported again after a pause, as a restart makes one. */
    private long pausedAt = Long.MIN_VALUE;

    private long seenPace;
    private final double[] value = new double[Measure.COUNT];
    private final long[] valueAt = new long[Measure.COUNT];
    /** How far apart values come, nearly the greatest distance of late. */
    private final long[] pace = new long[Measure.COUNT];

    private final double[] share = new double[Measure.COUNT];
    private final double[] spread = new double[Measure.COUNT];
    private final int[] windows = new int[Measure.COUNT];
    private double usualCpu = Double.NaN;

    LoadMember(long operations) {
        this.operations = operations;
    }

    /** Takes a sample; one that was taken before changes nothing. */
    void take(LoadSample sample) {
        if (sample.at() <= seenAt) {
            return;
        }
        if (seenAt != Long.MIN_VALUE) {
            long gap = Math.min(STALE_MS, sample.at() - seenAt);
            pausedAt = seenPace > 0 && gap > PATIENCE * seenPace ? sample.at() : pausedAt;
            seenPace = Math.max(gap, seenPace - seenPace / PACE_FADING);
        }
        // None at all says that nothing is known, as of a source that has just been read again.
        long more = operations == 0 || sample.operations() == 0 ? 0 : Math.max(0, sample.operations() - operations);
        window += more;
        operations = sample.operations() == 0 ? operations : sample.operations();
        seenAt = sample.at();
        value(Measure.OPERATIONS, more > 0 ? more : Double.NaN);
        value(Measure.GAUGE, sample.gauge());
        value(Measure.CPU, sample.cpu());
    }

    private void value(Measure by, double latest) {
        if (latest >= 0) {
            long before = valueAt[by.ordinal()];
            long gap = before == 0 ? 0 : Math.min(STALE_MS, seenAt - before);
            long usual = pace[by.ordinal()];
            pace[by.ordinal()] = Math.max(gap, usual - usual / PACE_FADING);
            value[by.ordinal()] = latest;
            valueAt[by.ordinal()] = seenAt;
        }
    }

    /** Returns whether it has reported throughout from one time on to another, as far as its pace tells. */
    boolean wasThere(long from, long to) {
        return seenAt >= to && pausedAt < from;
    }

    /** Returns the latest value of load or of the CPU, or NaN when there is none of late. */
    double value(Measure by) {
        return hasValue(by) ? value[by.ordinal()] : Double.NaN;
    }

    /** Returns whether a value that is due, and not late, has not come yet in a window of some length. */
    boolean isAwaited(Measure by, long since, long length) {
        return !isFresh(by, since) && length < PATIENCE * pace[by.ordinal()];
    }

    /** Returns whether a value has come since a time; also when no more are expected. */
    boolean isFresh(Measure by, long since) {
        return !hasValue(by) || valueAt[by.ordinal()] > since;
    }

    /** Returns whether there is a value of late. */
    boolean hasValue(Measure by) {
        return valueAt[by.ordinal()] != 0 && seenAt - valueAt[by.ordinal()] <= STALE_MS;
    }

    /** Returns the usual share of the work of the group; 0 when it is not known. */
    double share(Measure by) {
        return share[by.ordinal()];
    }

    /** Returns how far the share usually is from the usual one, as a mean absolute difference of logarithms. */
    double spread(Measure by) {
        return spread[by.ordinal()];
    }

    /** Returns of how many windows that is known. */
    int windows(Measure by) {
        return windows[by.ordinal()];
    }

    /** Returns the usual CPU usage in percent, or NaN. */
    double usualCpu() {
        return usualCpu;
    }

    /**
     * Learns from a window in which nothing was wrong.
     *
     * @param actual share of the work of those that were there
     * @param known sum of their usual shares: they are learned against all members, so that one that is away keeps its part
     */
    void learn(Measure by, double actual, double known) {
        int m = by.ordinal();
        int n = ++windows[m];
        double weight = Math.max(1.0 / n, LEARNING);
        double scaled = actual * (known > 0 && n > 1 ? known : 1);
        double deviation = share[m] > 0 && n > 1 ? Math.abs(Math.log((scaled + 1e-6) / (share[m] + 1e-6))) : 0;
        spread[m] += weight * (deviation - spread[m]);
        share[m] += weight * (scaled - share[m]);
        if (by == Measure.CPU) {
            double cpu = value(Measure.CPU);
            usualCpu = Double.isNaN(usualCpu) ? cpu : usualCpu + weight * (cpu - usualCpu);
        }
    }

    void writeTo(ByteWriter writer) {
        writer.writeSigned(seenAt);
        writer.writeUnsigned(operations);
        writer.writeUnsigned(seenPace);
        writer.writeBoolean(pausedAt != Long.MIN_VALUE);
        if (pausedAt != Long.MIN_VALUE) {
            writer.writeSigned(pausedAt);
        }
        writer.writeUnsigned(window);
        writer.writeUnsigned(windowBefore);
        writer.writeDouble(usualCpu);
        for (int i = 0; i < Measure.COUNT; i++) {
            writer.writeDouble(value[i]);
            writer.writeSigned(valueAt[i]);
            writer.writeUnsigned(pace[i]);
            writer.writeDouble(share[i]);
            writer.writeDouble(spread[i]);
            writer.writeUnsigned(windows[i]);
        }
    }

    static LoadMember readFrom(ByteReader reader) {
        long seenAt = reader.readSigned();
        LoadMember member = new LoadMember(reader.readCount());
        member.seenAt = seenAt;
        member.seenPace = reader.readCount();
        member.pausedAt = reader.readBoolean() ? reader.readSigned() : Long.MIN_VALUE;
        member.window = reader.readCount();
        member.windowBefore = reader.readCount();
        member.usualCpu = reader.readDouble();
        for (int i = 0; i < Measure.COUNT; i++) {
            member.value[i] = reader.readFinite();
            member.valueAt[i] = reader.readSigned();
            member.pace[i] = reader.readCount();
            member.share[i] = reader.readFinite();
            member.spread[i] = reader.readFinite();
            member.windows[i] = reader.readInt(0, Integer.MAX_VALUE);
        }
        return member;
    }
}
