package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Level;
import java.util.List;
import java.util.Locale;

/**
 * Notices what is unusual about the templates of a source: new and rare ones when a line comes, bursts and vanished ones
 * when a minute closes. Quiet by intent: nothing is new while the source is being learned, a template is told once per
 * episode, and where new templates are common only those that report problems are told. Not thread-safe.
 */
final class LogWatch {

    /** Lines after which, and stream time until which, everything is new: it is learned, not told. */
    private static final long LEARNING_LINES = 50;

    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long NEW_HOLD_MS = 10 * MINUTE_MS;
    private static final long BURST_HOLD_MS = 10 * MINUTE_MS;
    private static final long VANISHED_HOLD_MS = 24 * HOUR_MS;
    /** New templates that are told per hour, those that report problems and others. */
    private static final int NEW_PROBLEMS_PER_HOUR = 20;

    private static final int NEW_OTHERS_PER_HOUR = 3;
    /** A template is rare that has at most this share of the lines, when so many were seen. */
    private static final double RARE_SHARE = 1e-4;

    private static final long RARE_LINES = 20_000;
    private static final int LEARNED_MINUTES = 10;
    private static final int BURST_LINES = 20;
    private static final double BURST_DEVIATIONS = 6;
    private static final double BURST_FACTOR = 4;
    private static final int CALM_MINUTES = 3;
    private static final int STEADY_MINUTES = 30;
    private static final double STEADY_PRESENCE = 0.8;
    /** Probability at which so many minutes without a line are no coincidence. */
    private static final double VANISHED_PROBABILITY = 1e-7;

    private static final int VANISHED_MINUTES = 5;
    /** Minutes without a line of a steady template that are not learned from, because it may be about to vanish. */
    private static final int DOUBTFUL_MINUTES = 15;
    /** Minutes without a line after which the pace of a template stays as it is until one comes. */
    private static final int FORGOTTEN_MINUTES = 90;
    /** Minutes that are caught up with at most after a time in which the source was not in memory. */
    private static final int CAUGHT_UP = 120;

    private final long learningMs;
    private long beganAt = Long.MIN_VALUE;
    private long lines;
    private long minute = Long.MIN_VALUE;
    private long lastLineAt;
    private long hour;
    private int newProblems;
    private int newOthers;

    LogWatch(long learningMs) {
        this.learningMs = learningMs;
    }

    /** Takes a line in; signals of what is new or rare about it are added. */
    void line(LogTemplate template, boolean first, Level level, long now, List<LogSignal> out) {
        if (beganAt == Long.MIN_VALUE) {
            beganAt = now;
            minute = now / MINUTE_MS;
        }
        lines++;
        lastLineAt = now;
        template.pace.open++;
        if (isLearning(now)) {
            return;
        }
        if (first) {
            fresh(template, level, now, out);
        } else if (template.pace.vanishedSince != 0) {
            template.pace.vanishedSince = 0;
            out.add(LogSignal.ends(LogSignal.VANISHED, template, now));
        } else {
            rare(template, level, now, out);
        }
    }

    /** Returns whether a minute is over that has not been closed. */
    boolean isDue(long now) {
        return minute != Long.MIN_VALUE && now / MINUTE_MS > minute;
    }

    /** Closes the minutes that are over; signals of bursts and vanished templates are added. */
    void close(TemplateMiner miner, long now, List<LogSignal> out) {
        long current = now / MINUTE_MS;
        long from = Math.max(minute, current - CAUGHT_UP);
        for (long closing = from; closing < current; closing++) {
            long end = (closing + 1) * MINUTE_MS;
            for (LogTemplate template : miner.inOrder()) {
                close(template, miner, end, out);
            }
        }
        minute = current;
    }

    private boolean isLearning(long now) {
        return lines < LEARNING_LINES || now - beganAt < learningMs;
    }

    private void fresh(LogTemplate template, Level level, long now, List<LogSignal> out) {
        if (now / HOUR_MS != hour) {
            hour = now / HOUR_MS;
            newProblems = 0;
            newOthers = 0;
        }
        boolean problem = level.compareTo(Level.WARN) >= 0;
        if (problem ? newProblems++ >= NEW_PROBLEMS_PER_HOUR : newOthers++ >= NEW_OTHERS_PER_HOUR) {
            return;
        }
        double score = level.isError() ? 0.9 : problem ? 0.7 : 0.4;
        out.add(LogSignal.begins(
                LogSignal.NEW,
                template,
                now,
                NEW_HOLD_MS,
                Evidence.ofText(
                        score,
                        lines,
                        1 - 1 / Math.sqrt(lines),
                        "first line of this form in " + lines + " lines, at " + level + ": " + shown(template))));
    }

    private void rare(LogTemplate template, Level level, long now, List<LogSignal> out) {
        TemplateHistory history = template.history;
        if (lines < RARE_LINES
                || level.compareTo(Level.WARN) < 0
                || history.lines > RARE_SHARE * lines
                || now - template.pace.rareAt < HOUR_MS
                || now - history.firstSeen < HOUR_MS) {
            return;
        }
        template.pace.rareAt = now;
        out.add(LogSignal.begins(
                LogSignal.RARE,
                template,
                now,
                NEW_HOLD_MS,
                Evidence.ofValue(
                        level.isError() ? 0.8 : 0.6,
                        history.lines,
                        Double.NaN,
                        Double.NaN,
                        RARE_SHARE * lines,
                        lines,
                        1 - 1 / Math.sqrt(lines),
                        history.lines + " of " + lines + " lines have this form, at " + level + ": "
                                + shown(template))));
    }

    private void close(LogTemplate template, TemplateMiner miner, long end, List<LogSignal> out) {
        TemplatePace pace = template.pace;
        int count = pace.open;
        if (count == 0 && pace.quiet >= FORGOTTEN_MINUTES && pace.burstSince == 0) {
            // Nothing is left to learn, and what does not change need not be written.
            return;
        }
        pace.open = 0;
        miner.touch(template);
        pace.quiet = count > 0 ? 0 : pace.quiet + 1;
        boolean learned = pace.minutes >= LEARNED_MINUTES;
        double limit = Math.max(pace.mean * BURST_FACTOR, pace.mean + BURST_DEVIATIONS * pace.deviation());
        boolean unusual = learned && count >= BURST_LINES && count > limit;
        if (unusual) {
            burst(template, count, limit, end, out);
        } else if (pace.burstSince != 0 && ++pace.calm >= CALM_MINUTES) {
            pace.burstSince = 0;
            pace.burstPeak = 0;
            out.add(LogSignal.ends(LogSignal.BURST, template, end));
        }
        if (pace.vanishedSince == 0 && vanished(pace, end)) {
            pace.vanishedSince = end - pace.quiet * MINUTE_MS;
            out.add(LogSignal.begins(
                    LogSignal.VANISHED,
                    template,
                    pace.vanishedSince,
                    VANISHED_HOLD_MS,
                    Evidence.ofValue(
                            0.7,
                            0,
                            pace.mean,
                            Math.max(0, pace.mean - 3 * pace.deviation()),
                            Double.NaN,
                            pace.minutes,
                            1 - 1.0 / pace.minutes,
                            String.format(
                                    Locale.ROOT,
                                    "no line for %d min where %.1f per minute came: %s",
                                    pace.quiet,
                                    pace.mean,
                                    shown(template)))));
        }
        boolean doubtful = count == 0 && pace.presence >= STEADY_PRESENCE && pace.quiet <= DOUBTFUL_MINUTES;
        if (!unusual && pace.vanishedSince == 0 && !doubtful) {
            pace.learn(count);
        } else if (unusual) {
            // A burst that goes on becomes what is usual, slowly and by no more than what is just not unusual.
            pace.learn((int) Math.min(count, Math.ceil(limit)));
        }
    }

    private static void burst(LogTemplate template, int count, double limit, long end, List<LogSignal> out) {
        TemplatePace pace = template.pace;
        pace.calm = 0;
        if (pace.burstSince == 0) {
            pace.burstSince = end - MINUTE_MS;
        }
        pace.burstPeak = Math.max(pace.burstPeak, count);
        double deviations = (count - pace.mean) / pace.deviation();
        out.add(LogSignal.begins(
                LogSignal.BURST,
                template,
                pace.burstSince,
                BURST_HOLD_MS,
                Evidence.ofValue(
                        1 - 1 / (1 + deviations / BURST_DEVIATIONS),
                        count,
                        pace.mean,
                        0,
                        limit,
                        pace.minutes,
                        1 - 1.0 / (1 + pace.minutes),
                        String.format(
                                Locale.ROOT,
                                "%d lines in a minute where %.1f are usual: %s",
                                count,
                                pace.mean,
                                shown(template)))));
    }

    private boolean vanished(TemplatePace pace, long end) {
        return pace.minutes >= STEADY_MINUTES
                && pace.quiet >= VANISHED_MINUTES
                && end - lastLineAt < 2 * MINUTE_MS
                && pace.presence >= STEADY_PRESENCE
                && Math.pow(1 - Math.min(0.999, pace.presence), pace.quiet) < VANISHED_PROBABILITY;
    }

    private static String shown(LogTemplate template) {
        String text = template.text();
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    void writeTo(ByteWriter out) {
        out.writeFixedLong(beganAt);
        out.writeUnsigned(lines);
        out.writeFixedLong(minute);
        out.writeSigned(lastLineAt);
        out.writeSigned(hour);
        out.writeUnsigned(newProblems);
        out.writeUnsigned(newOthers);
    }

    void readFrom(ByteReader in) {
        beganAt = in.readFixedLong();
        lines = in.readCount();
        minute = in.readFixedLong();
        lastLineAt = in.readSigned();
        hour = in.readSigned();
        newProblems = in.readInt(0, Integer.MAX_VALUE);
        newOthers = in.readInt(0, Integer.MAX_VALUE);
    }
}
