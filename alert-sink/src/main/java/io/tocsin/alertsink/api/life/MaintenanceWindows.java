package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.engine.Recurrence;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.PromDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Maintenance windows as JSON. A window is a silence that knows that it is one: by its annotation, and by its recurrence if it
 * has one. Stateless.
 */
final class MaintenanceWindows {

    /** Marks the silences that are maintenance windows; the value is the name of the zone in which they were written. */
    static final String MARK = "maintenance_time_zone";

    private static final int YEARS = 10;
    private static final int SHOWN_AHEAD = 5;
    private static final Set<String> FIELDS =
            Set.of("matchers", "starts_at", "ends_at", "duration", "rrule", "time_zone", "created_by", "comment");

    private MaintenanceWindows() {}

    /** Returns whether a silence is a maintenance window. */
    static boolean isOne(Silence silence) {
        return silence.annotations().containsKey(MARK);
    }

    /**
     * Reads a window; fails with a problem that names each field that is wrong.
     *
     * @param id identity that it gets
     */
    static Silence read(String id, JsonNode body, Instant now) {
        Fields fields = new Fields(body, FIELDS);
        ZoneId zone = fields.zone("time_zone");
        List<Matcher> matchers = fields.matchers("matchers");
        Optional<String> rule = fields.text("rrule");
        Optional<Duration> duration = fields.duration("duration");
        Optional<Instant> begin = fields.moment("starts_at", zone);
        if (!fields.has("starts_at")) {
            if (rule.isPresent()) {
                fields.wrong(
                        "starts_at", "is required: it says at what time of day the windows begin, and from when on");
            } else {
                begin = Optional.of(now);
            }
        }
        Optional<Instant> end = fields.moment("ends_at", zone);
        String author = fields.required("created_by");
        String comment = fields.required("comment");
        Instant start = begin.orElse(now);
        Instant latest = start.atZone(ZoneOffset.UTC).plusYears(YEARS).toInstant();
        Optional<Recurrence> recurrence = Optional.empty();
        if (rule.isPresent()) {
            recurrence = recurrence(fields, rule.get(), start, zone, duration);
            end = end.or(() -> Optional.of(latest));
        } else if (fields.has("ends_at") == fields.has("duration")) {
            fields.wrong("ends_at", "one of ends_at and duration is required, and not both");
        }
        Instant over = end.orElseGet(() -> duration.map(start::plus).orElse(latest));
        checkBounds(
                fields, start, over, latest, now, rule.isPresent() || fields.has("ends_at") ? "ends_at" : "duration");
        Instant from = now.isAfter(start) ? now : start;
        recurrence
                .filter(each -> each.at(from).isEmpty() && each.after(from, 1).isEmpty())
                .ifPresent(never -> fields.wrong("rrule", "has no window from now on"));
        fields.check();
        return new Silence(
                id,
                matchers,
                start,
                over,
                now,
                author,
                comment,
                Map.of(MARK, zone.getId()),
                Silence.Effect.MUTE,
                recurrence);
    }

    private static Optional<Recurrence> recurrence(
            Fields fields, String rule, Instant start, ZoneId zone, Optional<Duration> duration) {
        if (duration.isEmpty()) {
            if (!fields.has("duration")) {
                fields.wrong("duration", "is required with rrule: it says how long each window lasts");
            }
            return Optional.empty();
        }
        if (duration.get().isZero() || duration.get().compareTo(Recurrence.LONGEST) > 0) {
            fields.wrong("duration", "must be more than 0 and at most 31d");
            return Optional.empty();
        }
        try {
            return Optional.of(Recurrence.of(rule, start, zone, duration.get()));
        } catch (IllegalArgumentException wrong) {
            fields.wrong("rrule", wrong.getMessage());
            return Optional.empty();
        }
    }

    private static void checkBounds(
            Fields fields, Instant start, Instant over, Instant latest, Instant now, String boundedBy) {
        if (!over.isAfter(start)) {
            fields.wrong(boundedBy, "must be after starts_at");
        } else if (!over.isAfter(now)) {
            fields.wrong(boundedBy, "must be in the future");
        } else if (over.isAfter(latest)) {
            fields.wrong(boundedBy, "must be at most " + YEARS + " years after starts_at");
        }
    }

    /** Returns a window with its next occurrences. */
    static ObjectNode json(Silence window, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", window.id());
        json.put("state", window.state(now).text());
        json.set("matchers", matchers(window.matchers()));
        json.put("starts_at", window.startsAt().toString());
        json.put("ends_at", window.endsAt().toString());
        json.put("time_zone", window.annotations().getOrDefault(MARK, "UTC"));
        json.put("rrule", window.recurrence().map(Recurrence::rule).orElse(null));
        json.put(
                "duration",
                window.recurrence()
                        .map(each -> PromDuration.format(each.duration()))
                        .orElse(null));
        json.put("created_by", window.createdBy());
        json.put("comment", window.comment());
        json.put("updated_at", window.updatedAt().toString());
        ArrayNode windows = json.putArray("windows");
        if (window.endsAt().isAfter(now)) {
            windows(window, now).forEach(each -> windows.addObject()
                    .put("starts_at", each.start().toString())
                    .put("ends_at", each.end().toString()));
        }
        return json;
    }

    private static List<Recurrence.Window> windows(Silence window, Instant now) {
        if (window.recurrence().isEmpty()) {
            return List.of(new Recurrence.Window(window.startsAt(), window.endsAt()));
        }
        Recurrence recurrence = window.recurrence().get();
        List<Recurrence.Window> all = new java.util.ArrayList<>();
        if (!now.isBefore(window.startsAt())) {
            recurrence.at(now).ifPresent(all::add);
        }
        Instant from = now.isBefore(window.startsAt()) ? window.startsAt().minusMillis(1) : now;
        all.addAll(recurrence.after(from, SHOWN_AHEAD - all.size()));
        return all.stream()
                .filter(each -> each.start().isBefore(window.endsAt()))
                .map(each -> each.end().isAfter(window.endsAt())
                        ? new Recurrence.Window(each.start(), window.endsAt())
                        : each)
                .toList();
    }

    static ArrayNode matchers(List<Matcher> matchers) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        matchers.forEach(each -> list.addObject()
                .put("name", each.name())
                .put("value", each.value())
                .put("is_regex", each.type().isRegex())
                .put("is_equal", each.type().isEqual()));
        return list;
    }
}
