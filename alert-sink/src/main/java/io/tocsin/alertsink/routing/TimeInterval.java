package io.tocsin.alertsink.routing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A recurring stretch of time. Each of the parts that are given must hold; an empty list that is given never holds.
 * Immutable.
 *
 * @param times minutes of the day, the end excluded: 0 to 1440
 * @param weekdays 0 is Sunday
 * @param daysOfMonth 1 to 31, or negative from the end of the month
 * @param months 1 to 12
 * @param years as written
 * @param zone zone in which all of it is meant; UTC when absent
 */
public record TimeInterval(
        Optional<List<Range>> times,
        Optional<List<Range>> weekdays,
        Optional<List<Range>> daysOfMonth,
        Optional<List<Range>> months,
        Optional<List<Range>> years,
        Optional<ZoneId> zone) {

    /**
     * A range of numbers, both ends included unless said otherwise.
     *
     * @param begin first
     * @param end last
     */
    public record Range(int begin, int end) {

        boolean includes(int number) {
            return number >= begin && number <= end;
        }
    }

    /** Returns whether a moment lies within. */
    public boolean contains(Instant moment) {
        ZonedDateTime at = moment.atZone(zone.orElse(ZoneOffset.UTC));
        int minute = at.getHour() * 60 + at.getMinute();
        return holds(times, range -> minute >= range.begin() && minute < range.end())
                && holds(daysOfMonth, range -> hasDay(range, at))
                && holds(months, range -> range.includes(at.getMonthValue()))
                && holds(weekdays, range -> range.includes(at.getDayOfWeek().getValue() % 7))
                && holds(years, range -> range.includes(at.getYear()));
    }

    /** Returns whether a moment lies within one of several. */
    public static boolean anyContains(List<TimeInterval> intervals, Instant moment) {
        return intervals.stream().anyMatch(each -> each.contains(moment));
    }

    private static boolean holds(Optional<List<Range>> ranges, java.util.function.Predicate<Range> test) {
        return ranges.isEmpty() || ranges.get().stream().anyMatch(test);
    }

    private static boolean hasDay(Range range, ZonedDateTime at) {
        int days = at.toLocalDate().lengthOfMonth();
        int begin = range.begin() < 0 ? days + range.begin() + 1 : range.begin();
        int end = range.end() < 0 ? days + range.end() + 1 : range.end();
        if (begin > days) {
            return false;
        }
        int day = at.getDayOfMonth();
        return day >= Math.max(-days, begin) && day <= Math.min(days, end);
    }
}
