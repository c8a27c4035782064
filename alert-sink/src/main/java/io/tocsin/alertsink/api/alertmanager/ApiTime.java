package io.tocsin.alertsink.api.alertmanager;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Times as the API writes and reads them. Stateless. */
final class ApiTime {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FRACTION = new DateTimeFormatterBuilder()
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter ZONE =
            new DateTimeFormatterBuilder().appendOffset("+HH:MM", "Z").toFormatter(Locale.ROOT);
    /** What names no zone is meant so. */
    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter RFC_3339 = form("uuuu-MM-dd'T'HH:mm:ss", FRACTION, ZONE);
    private static final DateTimeFormatter LOCAL = form("uuuu-MM-dd'T'HH:mm:ss", FRACTION, UTC);
    private static final DateTimeFormatter REDUCED = form("uuuu-MM-dd'T'HH:mm'Z'", UTC);
    private static final DateTimeFormatter REDUCED_LOCAL = form("uuuu-MM-dd'T'HH:mm", UTC);
    private static final DateTimeFormatter SORTABLE = form("uuuu-MM-dd HH:mm:ss", FRACTION, UTC);
    /** Where the date ends, and where the seconds begin. */
    private static final int AFTER_DATE = 10;

    private static final int BEFORE_SECONDS = 16;

    private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");
    /** Times beyond these cannot be meant, and could not be counted in milliseconds everywhere. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private ApiTime() {}

    static String text(Instant at) {
        return MILLIS.format(at);
    }

    /**
     * Reads a time; Go's zero time stands for none.
     *
     * @throws DateTimeException when it is none
     */
    static Optional<Instant> parse(String text) {
        Instant at = formOf(text).parse(text, Instant::from);
        if (at.isAfter(LAST)) {
            throw new DateTimeException("too far away");
        }
        return at.isAfter(GO_ZERO) ? Optional.of(at) : Optional.empty();
    }

    /** RFC 3339, and what Alertmanager takes beside it: without seconds, and without a zone, which is UTC then. */
    private static DateTimeFormatter formOf(String text) {
        if (text.length() > AFTER_DATE && text.charAt(AFTER_DATE) == ' ') {
            return SORTABLE;
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+') > AFTER_DATE || text.lastIndexOf('-') > AFTER_DATE;
        boolean seconds = text.length() > BEFORE_SECONDS && text.charAt(BEFORE_SECONDS) == ':';
        if (seconds) {
            return zoned ? RFC_3339 : LOCAL;
        }
        return zoned ? REDUCED : REDUCED_LOCAL;
    }

    private static DateTimeFormatter form(String pattern, DateTimeFormatter... rest) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
        for (DateTimeFormatter each : rest) {
            builder.append(each);
        }
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
