package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.MatcherParser;
import io.tocsin.alertsink.routing.PromDuration;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of an object that a client wrote, and collects what is wrong with them. Not thread-safe. */
final class Fields {

    private static final int MAX_MATCHERS = 50;
    private static final int MAX_LABELS = 100;
    private static final int MAX_TEXT = 2_000;

    /** No time lies beyond it, so that calendars can be counted on from any. */
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    private final ObjectNode object;
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * Begins.
     *
     * @param known names of the fields that there are
     */
    Fields(JsonNode body, Set<String> known) {
        if (!(body instanceof ObjectNode given)) {
            throw ProblemException.badRequest("The body must be a JSON object.");
        }
        object = given;
        given.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(new FieldError(
                        name,
                        "is not known; there are "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        });
    }

    /** Notes that a field is wrong. */
    void wrong(String name, String message) {
        errors.add(new FieldError(name, message));
    }

    /** Fails with all that is wrong, if anything is. */
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Returns a text; empty when there is none. */
    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        String text =
                object.get(name).isTextual() ? object.get(name).textValue().strip() : "";
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            wrong(name, "must be a text of 1 to " + MAX_TEXT + " characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Returns a text that has to be there. */
    String required(String name) {
        if (!has(name)) {
            wrong(name, "is required");
        }
        return text(name).orElse("");
    }

    /** Returns a duration such as {@code 2h30m}. */
    Optional<Duration> duration(String name) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(PromDuration.parse(text));
            } catch (IllegalArgumentException wrong) {
                wrong(name, "must be a duration such as 30m or 2h: " + wrong.getMessage());
                return Optional.empty();
            }
        });
    }

    /** Returns a time zone; UTC when none is given. */
    ZoneId zone(String name) {
        return text(name)
                .map(text -> {
                    try {
                        return ZoneId.of(text);
                    } catch (DateTimeException unknown) {
                        wrong(name, "is no time zone such as Europe/Berlin: '" + text + "'");
                        return ZoneId.of("UTC");
                    }
                })
                .orElse(ZoneId.of("UTC"));
    }

    /** Returns a moment; one that is written without an offset is meant by the clocks of a zone. */
    Optional<Instant> moment(String name, ZoneId zone) {
        return text(name).flatMap(text -> {
            try {
                Instant moment = text.matches(".*T.*([zZ]|[+-]\\d\\d:?\\d\\d)")
                        ? OffsetDateTime.parse(text).toInstant()
                        : LocalDateTime.parse(text).atZone(zone).toInstant();
                if (moment.isBefore(Instant.EPOCH) || !moment.isBefore(LATEST)) {
                    wrong(name, "must be a time from 1970 to 2999");
                    return Optional.empty();
                }
                return Optional.of(moment);
            } catch (DateTimeException malformed) {
                wrong(name, "must be a time such as 2026-12-01T02:00:00Z, or without an offset by time_zone");
                return Optional.empty();
            }
        });
    }

    /** Returns matchers, each a text such as {@code team="db"} or an object; at least one must ask for something. */
    List<Matcher> matchers(String name) {
        JsonNode list = object.path(name);
        List<Matcher> matchers = new ArrayList<>();
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_MATCHERS) {
            wrong(name, "must be a list of 1 to " + MAX_MATCHERS + " matchers");
            return matchers;
        }
        for (int i = 0; i < list.size(); i++) {
            try {
                matchers.addAll(matcher(list.get(i)));
            } catch (IllegalArgumentException malformed) {
                wrong(name + "[" + i + "]", malformed.getMessage());
            }
        }
        if (matchers.size() > MAX_MATCHERS) {
            wrong(name, "must be at most " + MAX_MATCHERS + " matchers");
        }
        if (!matchers.isEmpty()
                && matchers.stream().allMatch(each -> each.type().isEqual() && each.matches(""))) {
            wrong(name, "at least one matcher must not match the empty string");
        }
        return matchers;
    }

    private static List<Matcher> matcher(JsonNode node) {
        if (node.isTextual()) {
            requireShort(node);
            return MatcherParser.list(node.textValue());
        }
        if (!node.isObject()
                || !node.path("name").isTextual()
                || !node.path("value").isTextual()) {
            throw new IllegalArgumentException("must be a text such as team=\"db\", or have name and value");
        }
        for (String each : List.of("is_regex", "is_equal")) {
            if (node.hasNonNull(each) && !node.get(each).isBoolean()) {
                throw new IllegalArgumentException(each + " must be true or false");
            }
        }
        requireShort(node.get("name"));
        requireShort(node.get("value"));
        return List.of(Matcher.of(
                node.get("name").textValue(),
                Matcher.Type.of(
                        node.path("is_regex").asBoolean(false),
                        node.path("is_equal").asBoolean(true)),
                node.get("value").textValue()));
    }

    private static void requireShort(JsonNode text) {
        if (text.textValue().length() > MAX_TEXT) {
            throw new IllegalArgumentException("must have at most " + MAX_TEXT + " characters");
        }
    }

    /** Returns an object of texts. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode node = object.path(name);
        if (!node.isObject() || node.isEmpty() || node.size() > MAX_LABELS) {
            wrong(name, "must be an object of 1 to " + MAX_LABELS + " texts");
            return texts;
        }
        node.properties().forEach(each -> {
            if (each.getValue().isTextual() && each.getValue().textValue().length() <= MAX_TEXT) {
                texts.put(each.getKey(), each.getValue().textValue());
            } else {
                wrong(name + "." + each.getKey(), "must be a text of at most " + MAX_TEXT + " characters");
            }
        });
        return texts;
    }
}
