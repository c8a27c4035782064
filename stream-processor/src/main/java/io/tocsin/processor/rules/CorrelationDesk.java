package io.tocsin.processor.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.rules.RuleChanges.Change;
import io.tocsin.processor.rules.RuleDesk.Question;
import io.tocsin.processor.rules.language.CorrelationDefinition;
import io.tocsin.schemas.RuleVersion;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What people ask of correlation rules: make, read, change, end. Decided and put into force as rules are ({@link RuleDesk});
 * of each the latest version is kept. Thread-safe.
 */
public final class CorrelationDesk {

    /** Correlation rules that may be made at run time: each is looked at for every alert that fires. */
    static final int MOST = 50;

    private final CorrelationBoard board;
    private final RuleChanges changes;
    private final InstantSource clock;

    CorrelationDesk(CorrelationBoard board, RuleChanges changes, InstantSource clock) {
        this.board = board;
        this.changes = changes;
        this.clock = clock;
    }

    /** Answers a question in JSON with JSON; the actions are list, get, create, replace, patch and delete. */
    public byte[] answer(byte[] question) {
        return RuleDesk.answer(question, this::answer);
    }

    DeskReply answer(Question q) {
        return switch (q.action()) {
            case "list" -> list();
            case "get" -> board.find(q.id()) == null ? unknown(q) : shown(200, board.find(q.id()));
            case "create" -> changes.make(() -> create(q));
            case "replace" -> changes.make(() -> changed(q, current -> q.text()));
            case "patch" -> changes.make(() -> changed(q, current -> patched(current, q.text())));
            case "delete" -> changes.make(() -> delete(q));
            default -> throw new IllegalArgumentException("no action " + q.action());
        };
    }

    private DeskReply list() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        board.all().forEach(each -> items.add(each.toJson()));
        json.put("total", items.size());
        return DeskReply.ok(200, null, json);
    }

    private Change<DeskReply> create(Question q) {
        CorrelationDefinition.Reading reading = CorrelationDefinition.read(q.text(), "");
        if (reading.definition() == null) {
            return nothing(DeskReply.invalid(reading.problems()));
        }
        String id = reading.definition().id();
        if (board.find(id) != null) {
            return nothing(
                    DeskReply.refused(409, "there is a correlation rule '" + id + "' already: change it instead"));
        }
        long own = board.all().stream().filter(each -> !each.isOfSettings()).count();
        return own >= MOST
                ? nothing(DeskReply.refused(409, "there are already " + MOST + " correlation rules"))
                : written(reading.definition(), null, q.actor(), 201);
    }

    private Change<DeskReply> changed(Question q, Function<KnownCorrelation, String> text) {
        KnownCorrelation current = board.find(q.id());
        DeskReply refused = refusal(q, current, true);
        if (refused != null) {
            return nothing(refused);
        }
        CorrelationDefinition.Reading reading = CorrelationDefinition.read(text.apply(current), q.id());
        if (reading.definition() == null) {
            return nothing(DeskReply.invalid(reading.problems()));
        }
        if (!reading.definition().id().equals(q.id())) {
            return nothing(DeskReply.refused(409, "the id of a correlation rule cannot be changed"));
        }
        return reading.definition().equals(current.definition())
                ? nothing(shown(200, current))
                : written(reading.definition(), current, q.actor(), 200);
    }

    private Change<DeskReply> delete(Question q) {
        KnownCorrelation current = board.find(q.id());
        DeskReply refused = refusal(q, current, false);
        if (refused != null) {
            return nothing(refused);
        }
        Map<String, RuleVersion> gone = new HashMap<>();
        gone.put(CorrelationBoard.PREFIX + q.id(), null);
        return new Change<>(gone, DeskReply.ok(204, null, null));
    }

    private Change<DeskReply> written(
            CorrelationDefinition definition, KnownCorrelation before, String actor, int status) {
        long now = clock.millis();
        RuleVersion value = new RuleVersion(
                definition.id(),
                before == null ? 1 : before.version() + 1,
                UUID.randomUUID().toString().substring(0, 8),
                definition.toJson().toString(),
                before == null ? now : before.stored().getCreatedAt(),
                now,
                actor);
        return new Change<>(
                Map.of(CorrelationBoard.PREFIX + definition.id(), value), shown(status, KnownCorrelation.of(value)));
    }

    private static DeskReply refusal(Question q, KnownCorrelation current, boolean mustMatch) {
        if (current == null) {
            return unknown(q);
        }
        return current.isOfSettings()
                ? DeskReply.refused(409, "'" + q.id() + "' is one of the settings (incidents.correlation)")
                : RuleDesk.refusal(q.ifMatch(), current.etag(), mustMatch);
    }

    private static String patched(KnownCorrelation current, String text) {
        JsonNode patch = StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
        if (current.definition() == null || !patch.isObject()) {
            return text;
        }
        ObjectNode merged = current.definition().toJson();
        RuleDesk.merge(merged, (ObjectNode) patch);
        return merged.toString();
    }

    private static DeskReply unknown(Question q) {
        return DeskReply.refused(404, "there is no correlation rule '" + q.id() + "'");
    }

    private static DeskReply shown(int status, KnownCorrelation one) {
        return DeskReply.ok(status, one.etag(), one.toJson());
    }

    private static Change<DeskReply> nothing(DeskReply reply) {
        return new Change<>(Map.of(), reply);
    }
}
