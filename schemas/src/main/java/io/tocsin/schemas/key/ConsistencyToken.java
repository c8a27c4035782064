package io.tocsin.schemas.key;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a write lies on Kafka, so that a later read can ask to see it ({@code min_position}). Its text form
 * {@code events.3.1042~logs.0.7} lists topic (short name), partition and offset; to a client it is opaque. Immutable.
 *
 * @param offsets offset by {@code topic/partition}, topics by their short name, sorted
 */
public record ConsistencyToken(Map<String, Long> offsets) {

    private static final Pattern ENTRY = Pattern.compile("([a-z][a-z-]{0,40})\\.(\\d{1,6})\\.(\\d{1,18})");
    private static final int MAX_LENGTH = 8192;

    public ConsistencyToken {
        offsets = java.util.Collections.unmodifiableMap(new TreeMap<>(offsets));
    }

    /** Returns the token of one write. */
    public static ConsistencyToken of(String topic, int partition, long offset) {
        return new ConsistencyToken(Map.of(topic + "/" + partition, offset));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is no token
     */
    public static ConsistencyToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("position is longer than " + MAX_LENGTH + " characters");
        }
        Map<String, Long> offsets = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String part : text.split("~", -1)) {
                Matcher entry = ENTRY.matcher(part);
                if (!entry.matches()) {
                    throw new IllegalArgumentException("not a position: '" + part + "'");
                }
                offsets.merge(
                        entry.group(1) + "/" + Integer.parseInt(entry.group(2)),
                        Long.parseLong(entry.group(3)),
                        Math::max);
            }
        }
        return new ConsistencyToken(offsets);
    }

    /** Returns a token that is met when both are. */
    public ConsistencyToken merge(ConsistencyToken other) {
        Map<String, Long> merged = new TreeMap<>(offsets);
        other.offsets.forEach((at, offset) -> merged.merge(at, offset, Math::max));
        return new ConsistencyToken(merged);
    }

    /** Returns the text form. */
    public String text() {
        StringBuilder text = new StringBuilder();
        offsets.forEach((at, offset) -> {
            if (text.length() > 0) {
                text.append('~');
            }
            text.append(at.replace('/', '.')).append('.').append(offset);
        });
        return text.toString();
    }
}
