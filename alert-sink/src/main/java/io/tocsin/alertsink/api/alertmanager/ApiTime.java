package io.tocsin.alertsink.api.alertmanager;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;

/** Times as the API writes and reads them. Stateless. */
final class ApiTime {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ANY = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(java.util.Locale.ROOT);
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
        Instant at = OffsetDateTime.parse(text, ANY).toInstant();
        if (at.isAfter(LAST)) {
            throw new DateTimeException("too far away");
        }
        return at.isAfter(GO_ZERO) ? Optional.of(at) : Optional.empty();
    }
}
