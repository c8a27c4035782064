package io.tocsin.standalone.logtext;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the time in the head of a text, in the forms that logs and exports use: ISO 8601 with or without zone, {@code
 * 2024/01/31 10:00:00}, {@code 31/Jan/2024:10:00:00 +0100}, {@code Jan 31 10:00:00}, {@code 01-31 10:00:00.000}, {@code
 * 2005-06-03-15.42.50.675872} and seconds or milliseconds since 1970. Immutable and thread-safe.
 */
public final class Timestamps {

    private static final int HEAD = 96;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final String CLOCK = "(\\d\\d)[:.](\\d\\d)[:.](\\d\\d)(?:[.,](\\d{1,9}))?";
    private static final String ZONE = "(?: ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)(?![\\w:]))?";
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<!\\d)(\\d{4})[-/.](\\d\\d?)[-/.](\\d\\d?)(?:[T -]|, ?)" + CLOCK + ZONE);
    private static final Pattern DAY_FIRST =
            Pattern.compile("(?<!\\d)(\\d\\d?)[ /-]([A-Za-z]{3})[ /-](\\d{4})[: ]" + CLOCK + ZONE);
    private static final Pattern MONTH_NAME = Pattern.compile("(?<![A-Za-z])([A-Z][a-z]{2}) +(\\d\\d?) +" + CLOCK);
    private static final Pattern MONTH_FIRST = Pattern.compile("^(\\d\\d)-(\\d\\d) " + CLOCK);
    private static final Pattern EPOCH = Pattern.compile("^(\\d{10})(?:(\\d{3})|\\.(\\d{1,9}))?(?!\\d)");

    private final ZoneId zone;
    private final Instant reference;

    /**
     * Makes a finder.
     *
     * @param zone zone of times that name none
     * @param reference a time near which times without a year lie: the latest year that is not a day ahead of it
     */
    public Timestamps(ZoneId zone, Instant reference) {
        this.zone = Objects.requireNonNull(zone, "zone");
        this.reference = Objects.requireNonNull(reference, "reference");
    }

    /** Returns the first time in the head of the text, or empty when there is none that the calendar knows. */
    public Optional<Instant> in(String text) {
        String head = text.length() > HEAD ? text.substring(0, HEAD) : text;
        try {
            return find(head);
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private Optional<Instant> find(String head) {
        Matcher m = YEAR_FIRST.matcher(head);
        if (m.find()) {
            return Optional.of(at(number(m, 1), number(m, 2), number(m, 3), m, 4, m.group(8)));
        }
        m = DAY_FIRST.matcher(head);
        if (m.find()) {
            int month = month(m.group(2));
            return month == 0 ? Optional.empty() : Optional.of(at(number(m, 3), month, number(m, 1), m, 4, m.group(8)));
        }
        m = MONTH_NAME.matcher(head);
        if (m.find() && month(m.group(1)) > 0) {
            return Optional.of(withoutYear(month(m.group(1)), number(m, 2), m));
        }
        m = MONTH_FIRST.matcher(head);
        if (m.find()) {
            return Optional.of(withoutYear(number(m, 1), number(m, 2), m));
        }
        m = EPOCH.matcher(head);
        if (m.find()) {
            long seconds = Long.parseLong(m.group(1));
            long nanos = m.group(2) != null ? number(m, 2) * 1_000_000L : nanos(m.group(3));
            return Optional.of(Instant.ofEpochSecond(seconds, nanos));
        }
        return Optional.empty();
    }

    private Instant withoutYear(int month, int day, Matcher m) {
        int year = LocalDateTime.ofInstant(reference, zone).getYear();
        LocalTime time = clock(m, 3);
        // 29 February belongs to a leap year: look back until the calendar has such a day.
        for (int back = 0; back <= 8; back++) {
            if (month == 2 && day == 29 && !java.time.Year.isLeap(year - back)) {
                continue;
            }
            Instant at = LocalDate.of(year - back, month, day)
                    .atTime(time)
                    .atZone(zone)
                    .toInstant();
            if (at.isBefore(reference.plusSeconds(86_400))) {
                return at;
            }
        }
        throw new DateTimeException("no such day: " + month + "-" + day);
    }

    private Instant at(int year, int month, int day, Matcher m, int hourGroup, String zoneText) {
        LocalDateTime local = LocalDate.of(year, month, day).atTime(clock(m, hourGroup));
        return local.atZone(zoneText == null ? zone : zone(zoneText)).toInstant();
    }

    private static ZoneId zone(String text) {
        return switch (text) {
            case "Z", "UTC", "GMT" -> ZoneOffset.UTC;
            default -> ZoneOffset.of(text.indexOf(':') > 0 ? text : text.substring(0, 3) + ":" + text.substring(3));
        };
    }

    private static LocalTime clock(Matcher m, int group) {
        return LocalTime.of(number(m, group), number(m, group + 1), number(m, group + 2), nanos(m.group(group + 3)));
    }

    private static int nanos(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.toLowerCase(Locale.ROOT)) + 1;
    }
}
