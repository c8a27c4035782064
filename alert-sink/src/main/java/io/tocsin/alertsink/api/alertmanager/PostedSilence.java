package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.MatcherSyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The body of {@code POST /api/v2/silences}, and what follows from it by the rules of Alertmanager. */
final class PostedSilence {

    private static final BodyReader READER = new BodyReader("silence");
    private static final int CODE_REQUIRED = 602;
    private static final int CODE_TOO_FEW = 612;

    private PostedSilence() {}

    /**
     * Reads a body.
     *
     * @return a silence under the id that the body names, which may be empty
     * @throws ApiError when it is none
     */
    static Silence parse(byte[] body, Instant now) {
        JsonNode node = READER.json(body);
        if (!node.isObject() && !node.isNull()) {
            throw READER.bad("json: cannot unmarshal " + BodyReader.kind(node) + " into a silence");
        }
        for (String field : List.of("comment", "createdBy", "endsAt", "matchers", "startsAt")) {
            if (!node.hasNonNull(field)) {
                throw ApiError.coded(422, CODE_REQUIRED, field + " in body is required");
            }
        }
        List<Matcher> matchers = matchers(node.get("matchers"));
        Optional<Instant> startsAt = READER.time(node, "startsAt");
        Optional<Instant> endsAt = READER.time(node, "endsAt");
        Instant start = startsAt.orElse(now);
        if (endsAt.isEmpty() || startsAt.isPresent() && !start.isBefore(endsAt.get())) {
            throw ApiError.text(400, "Failed to create silence: start time must be before end time");
        }
        if (endsAt.get().isBefore(now)) {
            throw ApiError.text(400, "Failed to create silence: end time can't be in the past");
        }
        if (matchers.stream().allMatch(PostedSilence::matchesNothing)) {
            throw ApiError.text(400, "invalid silence: at least one matcher must not match the empty string");
        }
        return new Silence(
                READER.text(node, "id"),
                matchers,
                start,
                endsAt.get(),
                now,
                READER.text(node, "createdBy"),
                READER.text(node, "comment"),
                READER.texts(node, "annotations"));
    }

    private static List<Matcher> matchers(JsonNode list) {
        if (!list.isArray()) {
            throw READER.bad("json: cannot unmarshal " + BodyReader.kind(list) + " into matchers");
        }
        if (list.isEmpty()) {
            throw ApiError.coded(422, CODE_TOO_FEW, "matchers in body should have at least 1 items");
        }
        List<Matcher> matchers = new ArrayList<>();
        int index = 0;
        for (JsonNode each : list) {
            if (!each.isObject()) {
                throw READER.bad("json: cannot unmarshal " + BodyReader.kind(each) + " into matchers");
            }
            for (String field : List.of("isRegex", "name", "value")) {
                if (!each.hasNonNull(field)) {
                    throw ApiError.coded(
                            422, CODE_REQUIRED, "matchers." + index + "." + field + " in body is required");
                }
            }
            String name = READER.text(each, "name");
            if (name.isEmpty()) {
                throw ApiError.text(
                        400, "invalid silence: invalid label matcher " + index + ": invalid label name \"\"");
            }
            boolean regex = READER.flag(each, "isRegex");
            boolean equal = !each.hasNonNull("isEqual") || READER.flag(each, "isEqual");
            String value = READER.text(each, "value");
            try {
                matchers.add(Matcher.of(name, Matcher.Type.of(regex, equal), value));
            } catch (MatcherSyntaxException wrong) {
                throw ApiError.text(
                        400,
                        "invalid silence: invalid label matcher " + index + ": invalid regular expression "
                                + GoText.quote(value) + ": " + wrong.getMessage());
            }
            index++;
        }
        return matchers;
    }

    /** Only what asks for something says something: the absence of a value is met by most alerts. */
    private static boolean matchesNothing(Matcher matcher) {
        return matcher.type().isEqual() && matcher.matches("");
    }

    /**
     * Returns the silences to write, the one that was asked for last: it takes the place of the one with its id when that
     * does not change what was silenced so far, else that one ends and a new one begins.
     *
     * @throws ApiError with 404 when there is none of the id
     */
    static List<Silence> plan(Silence wanted, Function<String, Optional<Silence>> known, Instant now) {
        Optional<Silence> before = wanted.id().isEmpty() ? Optional.empty() : known.apply(wanted.id());
        if (!wanted.id().isEmpty() && before.isEmpty()) {
            throw ApiError.text(404, "silence not found");
        }
        if (before.isPresent() && before.get().recurrence().isPresent()) {
            throw ApiError.text(
                    400,
                    "Failed to create silence: " + wanted.id()
                            + " is a maintenance window, which is changed at /api/v1/maintenance-windows");
        }
        if (before.isPresent() && before.get().canBecome(wanted, now)) {
            return List.of(wanted);
        }
        Silence fresh = new Silence(
                UUID.randomUUID().toString(),
                wanted.matchers(),
                wanted.startsAt().isBefore(now) ? now : wanted.startsAt(),
                wanted.endsAt(),
                now,
                wanted.createdBy(),
                wanted.comment(),
                Map.copyOf(wanted.annotations()));
        return before.filter(each -> each.state(now) != Silence.State.EXPIRED)
                .map(each -> List.of(each.expired(now), fresh))
                .orElse(List.of(fresh));
    }
}
