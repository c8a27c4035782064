package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.tocsin.schemas.key.ConsistencyToken;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query parameters of a request, read strictly: a bad value is a 400 that names the parameter and says what was
 * expected. Immutable.
 */
final class Parameters {

    /** Longest text of a filter. */
    private static final int MAX_TEXT = 1_024;

    private static final Pattern EPOCH = Pattern.compile("\\d{1,16}(\\.\\d{1,9})?");
    private static final double FIRST_EPOCH_IN_MILLIS = 1e11;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Reads the parameters of a documented path, on which unknown ones are ignored. */
    static Parameters lenient(HttpRequest<?> request) {
        try {
            return new Parameters(QueryString.parse(request.getUri().getRawQuery()));
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest(malformed.getMessage());
        }
    }

    /** Reads the parameters of a path of our own, on which unknown ones are refused. */
    static Parameters strict(HttpRequest<?> request, String... known) {
        Parameters parameters = lenient(request);
        Set<String> unknown = new TreeSet<>(parameters.values.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw invalid(unknown.stream()
                    .map(name -> new FieldError(
                            name,
                            known.length == 0
                                    ? "there is no such parameter; this path takes none"
                                    : "there is no such parameter; known are "
                                            + String.join(", ", new TreeSet<>(List.of(known)))))
                    .toList());
        }
        return parameters;
    }

    /**
     * Reads the fields of a JSON object as if they were parameters: texts, numbers and flags, and arrays of those. Unknown
     * fields are ignored.
     */
    static Parameters of(ObjectNode body) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            JsonNode value = field.getValue();
            List<String> texts = values.computeIfAbsent(field.getKey(), name -> new ArrayList<>());
            if (value.isArray()) {
                value.forEach(element -> texts.add(element.asText()));
            } else if (!value.isNull()) {
                texts.add(value.isContainerNode() ? value.toString() : value.asText());
            }
        });
        return new Parameters(values);
    }

    /** Returns all values of a parameter, empty ones left out. */
    List<String> texts(String name) {
        List<String> given = new ArrayList<>();
        for (String value : values.getOrDefault(name, List.of())) {
            if (value.length() > MAX_TEXT) {
                throw invalid(name, "longer than " + MAX_TEXT + " characters");
            }
            if (!value.isEmpty()) {
                given.add(value);
            }
        }
        return given;
    }

    /** Returns the value of a parameter that is given at most once; null when it is not. */
    String text(String name) {
        List<String> given = texts(name);
        if (given.size() > 1) {
            throw invalid(name, "given " + given.size() + " times, expected once");
        }
        return given.isEmpty() ? null : given.get(0);
    }

    /** Returns all parameters whose names begin with a prefix, by the rest of their names. */
    Map<String, List<String>> startingWith(String prefix) {
        Map<String, List<String>> found = new java.util.TreeMap<>();
        values.forEach((name, list) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                found.put(name.substring(prefix.length()), list);
            }
        });
        return found;
    }

    /** Returns a whole number within bounds. */
    int integer(String name, int whenMissing, int min, int max) {
        String text = text(name);
        if (text == null) {
            return whenMissing;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notWhole) {
            throw invalid(name, "'" + text + "' is no whole number from " + min + " to " + max);
        }
        throw invalid(name, text + " is not within " + min + " and " + max);
    }

    /** Returns true or false. */
    boolean flag(String name, boolean whenMissing) {
        String text = text(name);
        if (text == null) {
            return whenMissing;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw invalid(name, "'" + text + "' is neither true nor false");
        };
    }

    /** Returns a time in epoch milliseconds: RFC 3339, or epoch seconds or milliseconds as a number; null when not given. */
    Long time(String name) {
        String text = text(name);
        return text == null ? null : Long.valueOf(parseTime(name, text));
    }

    /** Reads a time that a client wrote, in epoch milliseconds. */
    static long parseTime(String name, String text) {
        Matcher number = EPOCH.matcher(text);
        try {
            if (number.matches()) {
                double value = Double.parseDouble(text);
                return (long) (value < FIRST_EPOCH_IN_MILLIS ? value * 1_000 : value);
            }
            // A plus sign that was not percent-encoded has become a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw invalid(
                    name,
                    "'" + text + "' is no time; expected RFC 3339 such as "
                            + Instant.EPOCH.plus(Duration.ofDays(20_000)) + ", or epoch seconds");
        }
    }

    /**
     * Returns the constants of an enum that are named, each value of the parameter being one name or several with commas
     * between; case does not matter.
     */
    <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
        return constants(name, type, texts(name));
    }

    /** Reads constants of an enum that a client wrote. */
    static <E extends Enum<E>> List<E> constants(String name, Class<E> type, Collection<String> texts) {
        Set<E> found = new TreeSet<>();
        for (String text : texts) {
            for (String one : text.split(",")) {
                if (!one.isBlank()) {
                    found.add(constant(name, type, one.strip()));
                }
            }
        }
        return List.copyOf(found);
    }

    private static <E extends Enum<E>> E constant(String name, Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw invalid(
                name,
                "'" + text + "' is none of "
                        + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    /** Returns one of some words, in lower case; null when not given. */
    String word(String name, List<String> words) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!words.contains(lower)) {
            throw invalid(name, "'" + text + "' is none of " + String.join(", ", words));
        }
        return lower;
    }

    /** Returns the position that the answer must include ({@code min_position}); empty when none is given. */
    Map<String, Long> position(Positions positions) {
        String text = text("min_position");
        if (text == null) {
            return Map.of();
        }
        try {
            return positions.check(ConsistencyToken.parse(text));
        } catch (IllegalArgumentException malformed) {
            throw invalid("min_position", malformed.getMessage());
        }
    }

    /** Returns the row key in the cursor; null when none is given. */
    String cursor(String list, Object filter) {
        String text = text("cursor");
        if (text == null) {
            return null;
        }
        try {
            return Cursor.rowKey(list, filter, text);
        } catch (IllegalArgumentException malformed) {
            throw invalid("cursor", "not a cursor of this list with this filter; use next_cursor of the page before");
        }
    }

    static ProblemException invalid(String name, String message) {
        return invalid(List.of(new FieldError(name, message)));
    }

    private static ProblemException invalid(List<FieldError> errors) {
        FieldError first = errors.get(0);
        return new ProblemException(new Problem(
                400,
                "invalid-parameters",
                "Invalid parameters",
                first.field() + ": " + first.message(),
                errors,
                Map.of()));
    }
}
