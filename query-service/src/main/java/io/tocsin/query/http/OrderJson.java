package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.tocsin.query.command.AlertOrder;
import io.tocsin.schemas.AlertAction;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads orders about alerts from JSON, strictly: what an order does not know is a 422 that names the field, because a
 * misspelt {@code until} would make an acknowledgement that never ends. Thread-safe.
 */
@Singleton
final class OrderJson {

    /** Who asks when nobody is named. */
    static final String NOBODY = "anonymous";
    /** Characters of a name at most. */
    static final int MAX_NAME = 200;
    /** Characters of a comment at most. */
    static final int MAX_COMMENT = 2_000;

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final InstantSource clock;

    OrderJson(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Reads an order.
     *
     * @param body fields of the order
     * @param more names of fields that may be there too
     */
    AlertOrder read(HttpRequest<?> request, AlertAction action, ObjectNode body, String... more) {
        requireKnown(action, body, more);
        String comment = RequestJson.text(body, "comment", null, MAX_COMMENT);
        if (action == AlertAction.COMMENT && comment == null) {
            throw unprocessable("comment", "expected a text that is not empty");
        }
        if (action == AlertAction.ASSIGN && body.path("assignee").isMissingNode()) {
            throw unprocessable("assignee", "expected a text, or null for nobody");
        }
        return new AlertOrder(
                action,
                RequestJson.text(body, "actor", NOBODY, MAX_NAME),
                comment,
                until(action, body),
                action == AlertAction.ASSIGN ? RequestJson.text(body, "assignee", null, MAX_NAME) : null,
                key(request));
    }

    private Long until(AlertAction action, ObjectNode body) {
        String until = RequestJson.text(body, "until", null, MAX_NAME);
        String span = RequestJson.text(body, "for", null, MAX_NAME);
        if (until != null && span != null) {
            throw unprocessable("for", "either 'until' or 'for', not both");
        }
        if (until == null && span == null) {
            if (action == AlertAction.SNOOZE) {
                throw unprocessable("until", "expected a time, or 'for' with a span such as 90m, 6h or 2d");
            }
            return null;
        }
        long now = clock.millis();
        String field = until != null ? "until" : "for";
        long end = until != null
                ? time(until)
                : now
                        + Span.millis(span)
                                .orElseThrow(
                                        () -> unprocessable("for", "'" + span + "' is no span such as 90m, 6h or 2d"));
        if (end <= now) {
            throw unprocessable(field, Instant.ofEpochMilli(end) + " is not in the future");
        }
        if (end - now > LONGEST.toMillis()) {
            throw unprocessable(field, "more than " + LONGEST.toDays() + " days ahead");
        }
        return end;
    }

    private static long time(String text) {
        try {
            return Parameters.parseTime("until", text);
        } catch (ProblemException malformed) {
            throw unprocessable("until", "'" + text + "' is no time; expected RFC 3339 such as 2030-01-31T08:00:00Z");
        }
    }

    private static String key(HttpRequest<?> request) {
        String key = request.getHeaders().get(KEY_HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.badRequest(
                    KEY_HEADER + " must have 1 to 200 printable ASCII characters without spaces");
        }
        return key;
    }

    private static void requireKnown(AlertAction action, ObjectNode body, String... more) {
        Set<String> known = new TreeSet<>(Set.of("actor", "comment"));
        known.addAll(Set.of(more));
        if (action == AlertAction.ACKNOWLEDGE || action == AlertAction.SNOOZE) {
            known.addAll(Set.of("until", "for"));
        }
        if (action == AlertAction.ASSIGN) {
            known.add("assignee");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw unprocessable(name, "there is no such field here; known are " + String.join(", ", known));
            }
        });
    }

    static ProblemException unprocessable(String field, String message) {
        return new ProblemException(Problem.unprocessable(field, message));
    }
}
