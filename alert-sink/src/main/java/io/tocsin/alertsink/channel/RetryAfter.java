package io.tocsin.alertsink.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds or an HTTP date. Stateless. */
final class RetryAfter {

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /** Returns how long to wait from now on, never negative; empty when the text is neither seconds nor a date. */
    static Optional<Duration> parse(String text, Instant now) {
        String trimmed = text.strip();
        if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    trimmed.length() > MAX_DIGITS
                            ? Duration.ofSeconds(999_999_999)
                            : Duration.ofSeconds(Long.parseLong(trimmed)));
        }
        try {
            Duration wait = Duration.between(
                    now,
                    ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }
}
