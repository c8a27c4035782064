package io.tocsin.alertsink.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window that recurs: on the days of a rule, from the time of day at which it began first, by the clocks of a zone, for a
 * length of time. A start that a change of clocks leaves out is an hour later that day; one that comes twice is the earlier.
 * Immutable.
 */
public final class Recurrence {

    /** Longest window. */
    public static final Duration LONGEST = Duration.ofDays(31);

    /** How far it is looked ahead. */
    private static final int DAYS_AHEAD = 366 * 5;

    private final String rule;
    private final ZoneId zone;
    private final Duration duration;
    private final LocalDateTime first;
    private final RecurrenceRule days;

    /**
     * One window.
     *
     * @param start its first moment
     * @param end the first moment after it
     */
    public record Window(Instant start, Instant end) {}

    private Recurrence(String rule, Instant begin, ZoneId zone, Duration duration) {
        this.rule = rule;
        this.zone = zone;
        this.duration = duration;
        first = begin.atZone(zone).toLocalDateTime();
        days = RecurrenceRule.parse(rule, first, zone);
    }

    /**
     * Reads a recurrence.
     *
     * @param rule RRULE of RFC 5545
     * @param begin when the first window begins, if its day fits the rule
     * @param duration length of each window: more than zero, {@link #LONGEST} at most
     * @throws IllegalArgumentException when the rule is not understood or the duration out of range; the message says why
     */
    public static Recurrence of(String rule, Instant begin, ZoneId zone, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("each window must last more than 0 and at most 31 days");
        }
        return new Recurrence(rule, begin, zone, duration);
    }

    /** Returns the rule as it was given. */
    public String rule() {
        return rule;
    }

    /** Returns the zone whose clocks count. */
    public ZoneId zone() {
        return zone;
    }

    /** Returns the length of each window. */
    public Duration duration() {
        return duration;
    }

    /** Returns the window that a moment lies in; of several the one that ends last. */
    public Optional<Window> at(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        LocalDate earliest = moment.minus(duration).atZone(zone).toLocalDate();
        for (LocalDate date = today; !date.isBefore(earliest); date = date.minusDays(1)) {
            if (days.occursOn(date)) {
                Window window = window(date);
                if (!window.start().isAfter(moment) && window.end().isAfter(moment)) {
                    return Optional.of(window);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the windows that begin after a moment, within the next five years. */
    public List<Window> after(Instant moment, int atMost) {
        List<Window> found = new ArrayList<>();
        LocalDate date = moment.atZone(zone).toLocalDate();
        if (date.isBefore(first.toLocalDate())) {
            date = first.toLocalDate();
        }
        for (int i = 0; i < DAYS_AHEAD && found.size() < atMost; i++, date = date.plusDays(1)) {
            if (days.occursOn(date)) {
                Window window = window(date);
                if (window.start().isAfter(moment)) {
                    found.add(window);
                }
            }
        }
        return found;
    }

    private Window window(LocalDate date) {
        Instant start = date.atTime(first.toLocalTime()).atZone(zone).toInstant();
        return new Window(start, start.plus(duration));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recurrence that
                && rule.equals(that.rule)
                && zone.equals(that.zone)
                && duration.equals(that.duration)
                && first.equals(that.first);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(rule, zone, duration, first);
    }

    @Override
    public String toString() {
        return rule + " for " + duration + " in " + zone;
    }
}
