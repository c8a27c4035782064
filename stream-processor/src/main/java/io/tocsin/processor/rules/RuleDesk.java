package io.tocsin.processor.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.rules.RuleChanges.Change;
import io.tocsin.processor.rules.language.RuleDefinition;
import io.tocsin.processor.rules.language.RuleJson;
import io.tocsin.processor.rules.language.RuleLanguage;
import io.tocsin.schemas.RuleVersion;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What people ask of rules: make, read, change, switch, end, check. A change is decided on the latest version that Kafka
 * has, and is in force in this process when it is answered. Thread-safe.
 */
public final class RuleDesk {

    /** Versions of a rule that are kept. */
    static final int KEPT_VERSIONS = 50;
    /** Rules that may be made at run time. */
    static final int MOST_RULES = 1_000;

    private final RuleBoard board;
    private final RuleChanges changes;
    private final InstantSource clock;
    private final Supplier<List<RuleTallies>> tallies;

    RuleDesk(RuleBoard board, RuleChanges changes, InstantSource clock, Supplier<List<RuleTallies>> tallies) {
        this.tallies = tallies;
        this.board = board;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * A question.
     *
     * @param action list, get, status, versions, version, check, create, replace, patch, enable, disable or delete
     * @param id rule, or null
     * @param version number of a version, for the action version
     * @param ifMatch entity tags that the rule must have one of, or null
     * @param text document, or null
     * @param actor who asks
     */
    record Question(String action, String id, int version, String ifMatch, String text, String actor) {

        static Question of(JsonNode json) {
            return new Question(
                    json.path("action").asText(),
                    json.path("id").asText(null),
                    json.path("version").asInt(),
                    json.path("if_match").asText(null),
                    json.path("text").asText(""),
                    json.path("actor").asText("anonymous"));
        }
    }

    /** Answers a question in JSON with JSON. */
    public byte[] answer(byte[] question) {
        return answer(question, this::answer);
    }

    /** Answers a question in JSON with JSON, by what answers it. */
    static byte[] answer(byte[] question, Function<Question, DeskReply> desk) {
        DeskReply reply;
        try {
            reply = desk.apply(Question.of(StrictJson.parse(question)));
        } catch (RuleChanges.UnavailableException e) {
            reply = DeskReply.refused(503, e.getMessage());
        } catch (ProblemException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return StrictJson.write(reply.toJson());
    }

    DeskReply answer(Question q) {
        return switch (q.action()) {
            case "list" -> list();
            case "get" -> found(board.rule(q.id()), rule -> shown(200, rule));
            case "status" ->
                found(board.rule(q.id()), rule -> DeskReply.ok(200, null, RuleStanding.of(rule, tallies.get())));
            case "versions" -> found(board.rule(q.id()), rule -> versions(q.id()));
            case "version" -> version(q.id(), q.version());
            case "check" -> check(q);
            case "create" -> changes.make(() -> create(q));
            case "replace" -> changes.make(() -> changed(q, true, current -> RuleLanguage.rule(q.text(), q.id())));
            case "patch" -> changes.make(() -> changed(q, true, current -> patched(current, q.text())));
            case "enable" -> changes.make(() -> changed(q, false, current -> switched(current, true)));
            case "disable" -> changes.make(() -> changed(q, false, current -> switched(current, false)));
            case "delete" -> changes.make(() -> delete(q));
            default -> throw new IllegalArgumentException("no action " + q.action());
        };
    }

    private DeskReply list() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        board.rules().forEach(rule -> items.add(json(rule)));
        json.put("total", items.size());
        return DeskReply.ok(200, null, json);
    }

    private DeskReply versions(String id) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        board.versions(id).forEach(rule -> items.add(json(rule)));
        json.put("total", items.size());
        return DeskReply.ok(200, null, json);
    }

    private DeskReply version(String id, int version) {
        for (KnownRule rule : board.versions(id)) {
            if (rule.version() == version) {
                return shown(200, rule);
            }
        }
        return DeskReply.refused(404, "rule '" + id + "' has no version " + version);
    }

    private static DeskReply check(Question q) {
        RuleLanguage.Reading reading = RuleLanguage.rule(q.text(), slug(q.text()));
        return reading.isGood()
                ? DeskReply.ok(200, null, RuleJson.of(reading.definitions().get(0)))
                : DeskReply.invalid(reading.problems());
    }

    private Change<DeskReply> create(Question q) {
        RuleLanguage.Reading reading = RuleLanguage.rule(q.text(), slug(q.text()));
        if (!reading.isGood()) {
            return nothing(DeskReply.invalid(reading.problems()));
        }
        RuleDefinition definition = reading.definitions().get(0);
        if (board.rule(definition.id()) != null) {
            return nothing(
                    DeskReply.refused(409, "there is a rule '" + definition.id() + "' already: change it instead"));
        }
        return written(definition, null, q.actor(), 201);
    }

    private Change<DeskReply> changed(Question q, boolean mustMatch, Function<KnownRule, RuleLanguage.Reading> next) {
        KnownRule current = board.rule(q.id());
        DeskReply refused = refusal(q, current, mustMatch);
        if (refused != null) {
            return nothing(refused);
        }
        RuleLanguage.Reading reading = next.apply(current);
        if (!reading.isGood()) {
            return nothing(DeskReply.invalid(reading.problems()));
        }
        RuleDefinition definition = reading.definitions().get(0);
        if (!definition.id().equals(q.id())) {
            return nothing(DeskReply.refused(409, "the id of a rule cannot be changed"));
        }
        return definition.equals(current.definition())
                ? nothing(shown(200, current))
                : written(definition, current, q.actor(), 200);
    }

    private Change<DeskReply> delete(Question q) {
        KnownRule current = board.rule(q.id());
        DeskReply refused = refusal(q, current, false);
        if (refused != null) {
            return nothing(refused);
        }
        if (current.version() == 0) {
            return nothing(DeskReply.refused(
                    409, "rule '" + q.id() + "' is part of a pack and cannot be deleted: disable it instead"));
        }
        Map<String, RuleVersion> records = new LinkedHashMap<>();
        for (KnownRule version : board.versions(q.id())) {
            if (version.version() > 0) {
                records.put(q.id() + RuleBoard.VERSION_MARK + version.version(), null);
            }
        }
        records.put(q.id(), null);
        return new Change<>(records, DeskReply.ok(204, null, null));
    }

    private Change<DeskReply> written(RuleDefinition definition, KnownRule before, String actor, int status) {
        String id = definition.id();
        long own = board.rules().stream().filter(rule -> rule.version() > 0).count();
        if ((before == null || before.version() == 0) && own >= MOST_RULES) {
            return nothing(DeskReply.refused(409, "there are already " + MOST_RULES + " rules"));
        }
        long now = clock.millis();
        int version = before == null ? 1 : before.version() + 1;
        RuleVersion value = new RuleVersion(
                id,
                version,
                UUID.randomUUID().toString().substring(0, 8),
                RuleJson.of(definition).toString(),
                version == 1 ? now : before.createdAt(),
                now,
                actor);
        Map<String, RuleVersion> records = new LinkedHashMap<>();
        records.put(id + RuleBoard.VERSION_MARK + version, value);
        if (version > KEPT_VERSIONS) {
            records.put(id + RuleBoard.VERSION_MARK + (version - KEPT_VERSIONS), null);
        }
        records.put(id, value);
        KnownRule made = new KnownRule(
                id,
                definition,
                RuleLanguage.rule(value.getDefinition()).rules().get(0),
                List.of(),
                "api",
                version,
                value.getChange(),
                value.getCreatedAt(),
                now,
                actor);
        return new Change<>(records, shown(status, made));
    }

    private static DeskReply refusal(Question q, KnownRule current, boolean mustMatch) {
        return current == null ? unknown(q.id()) : refusal(q.ifMatch(), current.etag(), mustMatch);
    }

    /**
     * Returns why something may not be changed by who named the versions that he knows; null when he may.
     *
     * @param ifMatch entity tags that it must have one of, or null
     * @param etag the entity tag that it has
     * @param mustMatch whether somebody has to say which version he knows
     */
    static DeskReply refusal(String ifMatch, String etag, boolean mustMatch) {
        if (ifMatch == null) {
            return mustMatch
                    ? DeskReply.refused(428, "say with If-Match which version you change; it is " + etag)
                    : null;
        }
        for (String tag : ifMatch.split(",")) {
            if (tag.strip().equals("*") || tag.strip().equals(etag)) {
                return null;
            }
        }
        return DeskReply.refused(412, "the rule has been changed: its entity tag is " + etag);
    }

    private static RuleLanguage.Reading patched(KnownRule current, String text) {
        JsonNode patch = StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
        if (current.definition() == null || !patch.isObject()) {
            return RuleLanguage.rule(text, current.id());
        }
        ObjectNode merged = RuleJson.of(current.definition());
        merge(merged, (ObjectNode) patch);
        return RuleLanguage.rule(merged.toString());
    }

    /** JSON merge patch, RFC 7396. */
    static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject() && target.get(field.getKey()) instanceof ObjectNode inner) {
                merge(inner, (ObjectNode) value);
            } else {
                target.set(field.getKey(), value);
            }
        });
    }

    private static RuleLanguage.Reading switched(KnownRule current, boolean on) {
        return current.definition() == null
                ? new RuleLanguage.Reading(List.of(), List.of(), current.problems())
                : RuleLanguage.rule(
                        RuleJson.of(current.definition().enabled(on)).toString());
    }

    private static String slug(String text) {
        try {
            JsonNode json = StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
            String title = json.path("title").asText(json.path("name").asText(""));
            String slug =
                    title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
            return slug.substring(0, Math.min(60, slug.length()));
        } catch (ProblemException e) {
            return "";
        }
    }

    private static DeskReply found(KnownRule rule, Function<KnownRule, DeskReply> then) {
        return rule == null ? DeskReply.refused(404, "there is no such rule") : then.apply(rule);
    }

    private static DeskReply unknown(String id) {
        return DeskReply.refused(404, "there is no rule '" + id + "'");
    }

    private static DeskReply shown(int status, KnownRule rule) {
        return DeskReply.ok(status, rule.etag(), json(rule));
    }

    private static Change<DeskReply> nothing(DeskReply reply) {
        return new Change<>(Map.of(), reply);
    }

    private static ObjectNode json(KnownRule rule) {
        ObjectNode json = rule.definition() == null
                ? JsonNodeFactory.instance.objectNode().put("id", rule.id())
                : RuleJson.of(rule.definition());
        json.put("origin", rule.origin());
        json.put("version", rule.version());
        json.put("etag", rule.etag());
        json.put("state", rule.state());
        if (rule.version() > 0) {
            json.put("created_at", Instant.ofEpochMilli(rule.createdAt()).toString());
            json.put("updated_at", Instant.ofEpochMilli(rule.updatedAt()).toString());
            json.put("actor", rule.actor());
        }
        if (!rule.problems().isEmpty()) {
            var problems = json.putArray("problems");
            rule.problems().forEach(problem -> DeskReply.add(problems.addObject(), problem));
        }
        return json;
    }
}
