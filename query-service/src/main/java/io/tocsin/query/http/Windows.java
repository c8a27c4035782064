package io.tocsin.query.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Names of the windows of rolling statistics. Stateless. */
final class Windows {

    /** Window of a summary unless asked otherwise. */
    static final String DEFAULT = "5m";

    /** All windows, shortest first. */
    static final List<String> NAMES = List.of("1m", "5m", "15m", "1h", "24h");

    private static final Map<String, Duration> LENGTHS = Map.of(
            "1m", Duration.ofMinutes(1),
            "5m", Duration.ofMinutes(5),
            "15m", Duration.ofMinutes(15),
            "1h", Duration.ofHours(1),
            "24h", Duration.ofHours(24));

    private Windows() {}

    /** Returns the length of a window. */
    static Duration length(String name) {
        return LENGTHS.get(name);
    }
}
