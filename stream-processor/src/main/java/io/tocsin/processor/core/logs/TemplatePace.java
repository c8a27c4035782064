package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;

/**
 * How often lines of a template come, per minute of stream time: a running mean and variance, and the share of minutes
 * with any. Minutes are taken in one by one when they close. Not thread-safe.
 */
final class TemplatePace {

    /** Weight of a new minute once the memory is full: about an hour's worth counts. */
    private static final double OLDEST_WEIGHT = 1.0 / 60;

    /** Lines of the open minute. */
    int open;
    /** Minutes taken in. */
    int minutes;

    double mean;
    double variance;
    /** Share of minutes with a line. */
    double presence;
    /** Minutes since the latest one with a line. */
    int quiet;
    /** Minutes that were not unusual since the burst, while one is on. */
    int calm;
    /** When the burst began; 0 when there is none. */
    long burstSince;
    /** Most lines in a minute of the burst. */
    int burstPeak;
    /** When lines stopped coming; 0 unless that was noticed. */
    long vanishedSince;
    /** When it was last told that a rare line came; 0 when never. */
    long rareAt;

    /** Takes in a minute that was as usual or nearly so. */
    void learn(int count) {
        minutes++;
        double weight = Math.max(OLDEST_WEIGHT, 1.0 / minutes);
        double delta = count - mean;
        mean += weight * delta;
        variance += weight * (delta * (count - mean) - variance);
        presence += weight * ((count > 0 ? 1 : 0) - presence);
    }

    /** Returns the standard deviation of lines per minute; never below that of lines that come independently. */
    double deviation() {
        return Math.sqrt(Math.max(variance, mean) + 1);
    }

    /** Returns whether nothing is known, so that a closed minute without lines changes nothing. */
    boolean isIdle() {
        return open == 0 && minutes == 0;
    }

    void absorb(TemplatePace other) {
        open += other.open;
        mean += other.mean;
        variance += other.variance;
        presence = Math.max(presence, other.presence);
        minutes = Math.max(minutes, other.minutes);
        quiet = Math.min(quiet, other.quiet);
    }

    void writeTo(ByteWriter out) {
        out.writeUnsigned(open);
        out.writeUnsigned(minutes);
        out.writeDouble(mean);
        out.writeDouble(variance);
        out.writeDouble(presence);
        out.writeUnsigned(quiet);
        out.writeUnsigned(calm);
        out.writeSigned(burstSince);
        out.writeUnsigned(burstPeak);
        out.writeSigned(vanishedSince);
        out.writeSigned(rareAt);
    }

    static TemplatePace readFrom(ByteReader in) {
        TemplatePace pace = new TemplatePace();
        pace.open = in.readInt(0, Integer.MAX_VALUE);
        pace.minutes = in.readInt(0, Integer.MAX_VALUE);
        pace.mean = in.readFinite();
        pace.variance = in.readFinite();
        pace.presence = in.readFinite();
        pace.quiet = in.readInt(0, Integer.MAX_VALUE);
        pace.calm = in.readInt(0, Integer.MAX_VALUE);
        pace.burstSince = in.readSigned();
        pace.burstPeak = in.readInt(0, Integer.MAX_VALUE);
        pace.vanishedSince = in.readSigned();
        pace.rareAt = in.readSigned();
        return pace;
    }
}
