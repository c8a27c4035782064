package io.tocsin.processor.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.rules.language.CorrelationDefinition;
import io.tocsin.processor.rules.language.RuleProblem;
import io.tocsin.schemas.RuleVersion;
import java.time.Instant;
import java.util.List;

/**
 * A correlation rule that a processor knows. Immutable.
 *
 * @param id identity
 * @param definition the rule, or null when what is stored cannot be read
 * @param problems why it cannot be read; empty mostly
 * @param stored the record that it came with; null for one of the settings
 */
record KnownCorrelation(String id, CorrelationDefinition definition, List<RuleProblem> problems, RuleVersion stored) {

    static KnownCorrelation ofSettings(String id, CorrelationRule rule) {
        return new KnownCorrelation(id, new CorrelationDefinition(id, "", true, rule), List.of(), null);
    }

    static KnownCorrelation of(RuleVersion stored) {
        CorrelationDefinition.Reading reading = CorrelationDefinition.read(stored.getDefinition(), stored.getId());
        return new KnownCorrelation(stored.getId(), reading.definition(), reading.problems(), stored);
    }

    boolean isOfSettings() {
        return stored == null;
    }

    boolean isInForce() {
        return definition != null && definition.enabled();
    }

    int version() {
        return stored == null ? 0 : stored.getVersion();
    }

    /** Returns the entity tag, quotes included. */
    String etag() {
        return "\"" + version() + (stored == null ? "" : "-" + stored.getChange()) + "\"";
    }

    ObjectNode toJson() {
        ObjectNode json =
                definition == null ? JsonNodeFactory.instance.objectNode().put("id", id) : definition.toJson();
        json.put("origin", isOfSettings() ? "settings" : "api");
        json.put("version", version());
        json.put("etag", etag());
        json.put("state", !problems.isEmpty() ? "invalid" : isInForce() ? "in_force" : "disabled");
        if (stored != null) {
            json.put("created_at", Instant.ofEpochMilli(stored.getCreatedAt()).toString());
            json.put("updated_at", Instant.ofEpochMilli(stored.getUpdatedAt()).toString());
            json.put("actor", stored.getActor());
        }
        if (!problems.isEmpty()) {
            var list = json.putArray("problems");
            problems.forEach(problem -> DeskReply.add(list.addObject(), problem));
        }
        return json;
    }
}
