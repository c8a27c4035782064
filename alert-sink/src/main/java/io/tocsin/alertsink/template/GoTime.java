package io.tocsin.alertsink.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Go's time.Time: a moment and the zone in which it is shown. Immutable.
 *
 * @param moment the moment in its zone
 */
record GoTime(ZonedDateTime moment) implements TemplateObject {

    /** Go's zero time, which says "not yet". */
    static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    /** RFC 3339 with as many digits of the second as there are. */
    static final String RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";

    private static final String STRING = "2006-01-02 15:04:05.999999999 -0700 MST";
    private static final long NANOS_A_SECOND = 1_000_000_000;

    /** Returns a moment, shown in UTC. */
    static GoTime of(Instant instant) {
        return new GoTime(instant.atZone(ZoneOffset.UTC));
    }

    /** Returns the same moment in another zone. */
    GoTime in(ZoneId zone) {
        return new GoTime(moment.withZoneSameInstant(zone));
    }

    /** Returns the time that passed since another moment. */
    GoDuration since(Instant other) {
        return duration(Duration.between(other, moment.toInstant()));
    }

    /** Go's durations end at 292 years. */
    static GoDuration duration(Duration duration) {
        try {
            return new GoDuration(duration.toNanos());
        } catch (ArithmeticException tooLong) {
            return new GoDuration(duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    @Override
    public String goType() {
        return "time.Time";
    }

    @Override
    public Optional<Member> member(String name, List<Object> arguments) {
        switch (name) {
            case "Format":
                return Member.of(GoLayout.format(TemplateObject.one(name, arguments, String.class), moment));
            case "Sub":
                return Member.of(since(
                        TemplateObject.one(name, arguments, GoTime.class).moment.toInstant()));
            case "Before":
                return Member.of(moment.toInstant().isBefore(other(name, arguments)));
            case "After":
                return Member.of(moment.toInstant().isAfter(other(name, arguments)));
            case "Equal":
                return Member.of(moment.toInstant().equals(other(name, arguments)));
            case "Add":
                return Member.of(add(TemplateObject.one(name, arguments, Object.class)));
            case "AddDate":
                return Member.of(addDate(arguments));
            default:
                Optional<Member> field = field(name);
                if (field.isPresent()) {
                    TemplateObject.none(name, arguments);
                }
                return field;
        }
    }

    private Optional<Member> field(String name) {
        return switch (name) {
            case "Unix" -> Member.of(moment.toEpochSecond());
            case "UnixMilli" -> Member.of(moment.toInstant().toEpochMilli());
            case "UnixNano" -> Member.of(moment.toEpochSecond() * NANOS_A_SECOND + moment.getNano());
            case "UTC" -> Member.of(in(ZoneOffset.UTC));
            case "Local" -> Member.of(in(ZoneId.systemDefault()));
            case "IsZero" -> Member.of(moment.toInstant().equals(ZERO));
            case "Year" -> Member.of((long) moment.getYear());
            case "Month" ->
                Member.of(new Named(
                        moment.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), moment.getMonthValue()));
            case "Day" -> Member.of((long) moment.getDayOfMonth());
            case "YearDay" -> Member.of((long) moment.getDayOfYear());
            case "Weekday" ->
                Member.of(new Named(
                        moment.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                        moment.getDayOfWeek().getValue() % 7));
            case "Hour" -> Member.of((long) moment.getHour());
            case "Minute" -> Member.of((long) moment.getMinute());
            case "Second" -> Member.of((long) moment.getSecond());
            case "Nanosecond" -> Member.of((long) moment.getNano());
            case "String" -> Member.of(toString());
            default -> Optional.empty();
        };
    }

    private static Instant other(String name, List<Object> arguments) {
        return TemplateObject.one(name, arguments, GoTime.class).moment.toInstant();
    }

    private GoTime add(Object amount) {
        try {
            if (amount instanceof GoDuration duration) {
                return new GoTime(moment.plusNanos(duration.nanos()));
            }
            if (amount instanceof Long nanos) {
                return new GoTime(moment.plusNanos(nanos));
            }
        } catch (DateTimeException outOfRange) {
            throw new TemplateException("the time is out of range");
        }
        throw new TemplateException("wrong type for value of Add: got " + Values.typeName(amount));
    }

    private GoTime addDate(List<Object> arguments) {
        if (arguments.size() != 3 || !arguments.stream().allMatch(Long.class::isInstance)) {
            throw new TemplateException("AddDate needs years, months and days");
        }
        try {
            return new GoTime(moment.plusYears((Long) arguments.get(0))
                    .plusMonths((Long) arguments.get(1))
                    .plusDays((Long) arguments.get(2)));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw new TemplateException("the time is out of range");
        }
    }

    /** Returns the time as Go writes it in JSON. */
    @JsonValue
    String json() {
        return GoLayout.format(RFC3339_NANO, moment);
    }

    @Override
    public String toString() {
        return GoLayout.format(STRING, moment);
    }
}
