package io.tocsin.query.http;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as clients write it: {@code 90m}, {@code 6h}, {@code 2d}. Stateless. */
final class Span {

    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,6})(s|m|h|d)");

    private Span() {}

    /** Returns the span in milliseconds, or nothing when the text is none. */
    static OptionalLong millis(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return OptionalLong.empty();
        }
        long unit =
                switch (span.group(2)) {
                    case "s" -> 1_000L;
                    case "m" -> 60_000L;
                    case "h" -> 3_600_000L;
                    default -> 86_400_000L;
                };
        return OptionalLong.of(Long.parseLong(span.group(1)) * unit);
    }
}
