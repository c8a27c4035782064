package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXTS;

import io.tocsin.alertsink.routing.TimeInterval;
import io.tocsin.alertsink.routing.TimeInterval.Range;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads time intervals from their texts. Stateless. */
final class TimeIntervalReader {

    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    /** Names of the database that Java leaves out. */
    private static final Map<String, ZoneId> OLD_ZONES =
            Map.of("EST", ZoneOffset.ofHours(-5), "MST", ZoneOffset.ofHours(-7), "HST", ZoneOffset.ofHours(-10));

    private static final int SHORTEST_MONTH = 28;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");

    private static final Schema TIME_RANGE = new Schema("time range").with(TEXT, "start_time", "end_time");
    private static final Schema INTERVAL = new Schema("time interval")
            .objects("times", () -> TIME_RANGE)
            .with(TEXTS, "weekdays", "days_of_month", "months", "years")
            .with(TEXT, "location");

    static final Schema NAMED =
            new Schema("time intervals").with(TEXT, "name").objects("time_intervals", () -> INTERVAL);

    private TimeIntervalReader() {}

    /**
     * Makes an interval of its values.
     *
     * @throws IllegalArgumentException when they make none; the message says why
     */
    static TimeInterval interval(Map<?, ?> values) {
        return new TimeInterval(
                ranges(values, "times").map(list -> each(list, TimeIntervalReader::times)),
                ranges(values, "weekdays").map(list -> each(list, TimeIntervalReader::weekdays)),
                ranges(values, "days_of_month").map(list -> each(list, TimeIntervalReader::days)),
                ranges(values, "months").map(list -> each(list, TimeIntervalReader::months)),
                ranges(values, "years").map(list -> each(list, TimeIntervalReader::years)),
                Optional.ofNullable((String) values.get("location"))
                        .filter(name -> !name.isEmpty())
                        .map(TimeIntervalReader::zone));
    }

    private static Optional<List<?>> ranges(Map<?, ?> values, String name) {
        return Optional.ofNullable((List<?>) values.get(name));
    }

    private static List<Range> each(List<?> texts, java.util.function.Function<Object, Range> reader) {
        List<Range> ranges = new ArrayList<>();
        texts.forEach(each -> ranges.add(reader.apply(each)));
        return ranges;
    }

    private static Range times(Object value) {
        Map<?, ?> times = (Map<?, ?>) value;
        if (!times.containsKey("start_time") || !times.containsKey("end_time")) {
            throw new IllegalArgumentException("both start and end times must be provided");
        }
        int start = minute((String) times.get("start_time"));
        int end = minute((String) times.get("end_time"));
        if (start >= end) {
            throw new IllegalArgumentException("start time cannot be equal or greater than end time");
        }
        return new Range(start, end);
    }

    private static int minute(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("couldn't parse timestamp " + text + ", invalid format");
        }
        return parts.group(1) == null
                ? 24 * 60
                : Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2));
    }

    private static Range weekdays(Object value) {
        Range range = range((String) value, text -> named(text, DAYS, 0, "is not a valid weekday"));
        if (range.begin() > range.end()) {
            throw new IllegalArgumentException("start day cannot be before end day");
        }
        return range;
    }

    private static Range days(Object value) {
        Range range = range((String) value, text -> number(text, "is not a valid day of the month"));
        for (int day : new int[] {range.begin(), range.end()}) {
            if (day == 0 || day < -31 || day > 31) {
                throw new IllegalArgumentException(day + " is not a valid day of the month: out of range");
            }
        }
        if (range.begin() < 0 && range.end() > 0) {
            throw new IllegalArgumentException("end day must be negative if start day is negative");
        }
        // As in the shortest month: an end that is before its start there is taken for a mistake.
        int begin = range.begin() < 0 ? SHORTEST_MONTH + range.begin() : range.begin();
        int end = range.end() < 0 ? SHORTEST_MONTH + range.end() : range.end();
        if (begin > end) {
            throw new IllegalArgumentException(
                    "end day " + range.end() + " is always before start day " + range.begin());
        }
        return range;
    }

    private static Range months(Object value) {
        Range range = range((String) value, text -> {
            int month = MONTHS.indexOf(text.toLowerCase(Locale.ROOT)) + 1;
            return month > 0 ? month : number(text, "is not a valid month");
        });
        if (range.begin() < 1 || range.end() > 12 || range.begin() > range.end()) {
            throw new IllegalArgumentException(
                    "months " + value + ": end month must not be before start month, both 1 to 12");
        }
        return range;
    }

    private static Range years(Object value) {
        Range range = range((String) value, text -> number(text, "is not a year"));
        if (range.begin() > range.end()) {
            throw new IllegalArgumentException("end year cannot be before start year");
        }
        return range;
    }

    private static Range range(String text, java.util.function.ToIntFunction<String> reader) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException("couldn't parse range " + text + ", invalid format");
        }
        int begin = reader.applyAsInt(parts[0]);
        return new Range(begin, parts.length == 1 ? begin : reader.applyAsInt(parts[1]));
    }

    private static int named(String text, List<String> names, int first, String complaint) {
        int index = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new IllegalArgumentException("'" + text + "' " + complaint);
        }
        return index + first;
    }

    private static int number(String text, String complaint) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("'" + text + "' " + complaint, wrong);
        }
    }

    /** Only names of the time zone database: an offset is a name there only as in Etc/GMT+5. */
    private static ZoneId zone(String name) {
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        if (OLD_ZONES.containsKey(name)) {
            return OLD_ZONES.get(name);
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException("unknown time zone " + name);
        }
        return ZoneId.of(name);
    }
}
