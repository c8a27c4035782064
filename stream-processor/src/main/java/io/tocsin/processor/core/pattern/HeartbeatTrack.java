package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * Notices that heartbeats come late, again and again, or cease. Lateness is held against the promised interval, or
 * against the usual one where none is promised or the promise was never kept; late ones count like failed operations
 * ({@link OutcomeTrack}), so that one lost beat now and then is no trouble. Mutable, not thread-safe; times are stream
 * time in epoch milliseconds.
 */
final class HeartbeatTrack {

    private static final double LATE = 1.4;
    private static final long SLACK_MS = 500;
    private static final double AWAY_BEATS = 3;
    /** A bucket that closes later than that after a beat was due is about the time after it. */
    private static final long REPORTED_AFTER_MS = 15_000;
    /** A source that was restarted beats again before it has reported other things in so many buckets. */
    private static final int REPORTS = 2;

    private static final double FORGOTTEN_BEATS = 60;
    private static final long LEAST_FORGOTTEN_MS = 600_000;
    private static final int LEARNED_AFTER = 6;
    private static final double LEARNING = 0.02;

    private final OutcomeTrack beats;
    private long promised;
    private double usualGap;
    private long gaps;
    private long lastAt = Long.MIN_VALUE;
    private double worst;
    private long missed;
    private boolean away;
    /** Closed buckets in which the source reported something else while a beat was overdue. */
    private int reports;

    HeartbeatTrack() {
        this(new OutcomeTrack());
    }

    private HeartbeatTrack(OutcomeTrack beats) {
        this.beats = beats;
    }

    /**
     * Takes a heartbeat; returns whether trouble began or ended with it.
     *
     * @param interval promised time to the next one in milliseconds, or 0
     */
    boolean beat(long interval, long now) {
        boolean was = isTroubled();
        away = false;
        reports = 0;
        if (lastAt != Long.MIN_VALUE && now > lastAt && now - lastAt < forgottenMs()) {
            gap(now - lastAt, now);
        }
        promised = interval > 0 ? interval : promised;
        lastAt = now;
        return was != isTroubled();
    }

    /** Notes that the source reported something in a bucket that has closed. */
    void reported(long now) {
        if (away && now - lastAt > base() + REPORTED_AFTER_MS) {
            reports = Math.min(REPORTS, reports + 1);
        }
    }

    /** Looks whether one is overdue; returns whether trouble began or ended. */
    boolean settle(long now) {
        double base = base();
        if (lastAt == Long.MIN_VALUE || base == 0) {
            return false;
        }
        boolean was = isTroubled();
        long open = now - lastAt;
        if (open >= forgottenMs()) {
            away = false;
            beats.settle(now, 0);
            lastAt = Long.MIN_VALUE;
        } else if (open >= AWAY_BEATS * base + SLACK_MS) {
            away = true;
        }
        return was != isTroubled();
    }

    boolean isTroubled() {
        return away || beats.isFailing();
    }

    long deadline() {
        double base = base();
        if (lastAt == Long.MIN_VALUE || base == 0) {
            return Long.MAX_VALUE;
        }
        return away ? lastAt + forgottenMs() : lastAt + (long) Math.ceil(AWAY_BEATS * base) + SLACK_MS;
    }

    /**
     * Returns the signal: its strength is the longest gap in beats, its usual the beat in milliseconds, its count late and
     * missed beats without those of a gap that is open now, and its share above 0 while one is overdue: 1 if the source goes on
     * reporting other things, 0.5 if it is silent altogether or was until just now.
     */
    Signal signal(long now) {
        double open = away ? (now - lastAt) / base() : 0;
        Signal late = beats.signal(SignalKind.HEARTBEAT, null);
        boolean repeated = beats.isFailing();
        return new Signal(
                SignalKind.HEARTBEAT,
                null,
                repeated ? late.since() : lastAt + (long) base(),
                repeated ? late.intact() : lastAt,
                Math.max(repeated ? worst : 0, open),
                base(),
                repeated ? late.count() + missed : 0,
                FailureClass.OTHER,
                !away ? 0 : reports >= REPORTS ? 1 : 0.5,
                lastAt);
    }

    private void gap(long gap, long now) {
        gaps++;
        double base = base();
        boolean late = base > 0 && gap > LATE * base + SLACK_MS;
        if (!late || gaps <= LEARNED_AFTER) {
            usualGap = gaps == 1 ? gap : usualGap + Math.max(1.0 / gaps, LEARNING) * (gap - usualGap);
        }
        if (gaps <= LEARNED_AFTER) {
            return;
        }
        boolean fresh = !beats.isSuspicious();
        if (late) {
            worst = fresh ? gap / base : Math.max(worst, gap / base);
            missed = (fresh ? 0 : missed) + Math.max(0, Math.round(gap / base) - 2);
        }
        beats.count(late, FailureClass.OTHER, now);
    }

    private double base() {
        // A promise that was never kept is none: what is usual counts then.
        boolean usualKnown = gaps > LEARNED_AFTER || promised == 0 && gaps > 0;
        return usualKnown ? Math.max(promised, usualGap) : promised;
    }

    private long forgottenMs() {
        return Math.max(LEAST_FORGOTTEN_MS, (long) (FORGOTTEN_BEATS * base()));
    }

    void writeTo(ByteWriter writer) {
        beats.writeTo(writer);
        writer.writeUnsigned(promised);
        writer.writeDouble(usualGap);
        writer.writeUnsigned(gaps);
        writer.writeSigned(lastAt);
        writer.writeDouble(worst);
        writer.writeUnsigned(missed);
        writer.writeBoolean(away);
        writer.writeUnsigned(reports);
    }

    static HeartbeatTrack readFrom(ByteReader reader) {
        HeartbeatTrack track = new HeartbeatTrack(OutcomeTrack.readFrom(reader));
        track.promised = reader.readCount();
        track.usualGap = reader.readFinite();
        track.gaps = reader.readCount();
        track.lastAt = reader.readSigned();
        track.worst = reader.readFinite();
        track.missed = reader.readCount();
        track.away = reader.readBoolean();
        track.reports = reader.readInt(0, REPORTS);
        return track;
    }
}
