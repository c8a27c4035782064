package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.FailurePattern;
import io.tocsin.schemas.PatternCriterion;
import io.tocsin.schemas.PatternStanding;
import java.util.List;

/** Failure patterns. Stateless. */
public final class PatternJson {

    private PatternJson() {}

    /** Returns a pattern that holds or ended lately. */
    public static ObjectNode of(FailurePattern pattern) {
        ObjectNode json = Json.object();
        json.put("id", pattern.getId());
        json.put("pattern", pattern.getPattern());
        json.put("environment", pattern.getEnvironment());
        json.put("active", pattern.getActive());
        json.put("confidence", pattern.getConfidence());
        json.put("origin", pattern.getOrigin());
        Json.texts(json, "sources", pattern.getSources());
        json.put("event_count", pattern.getEventCount());
        json.put("first_seen", Json.time(pattern.getOnset()));
        json.put("started_at", Json.time(pattern.getStartedAt()));
        json.put("last_seen", Json.time(pattern.getLastSeen()));
        json.put("ended_at", pattern.getEndedAt() == null ? null : Json.time(pattern.getEndedAt()));
        Json.texts(json, "evidence", pattern.getEvidence());
        criteria(json, pattern.getCriteria());
        return json;
    }

    /** Returns how near a pattern is to holding in an environment. */
    public static ObjectNode of(String environment, PatternStanding standing) {
        ObjectNode json = Json.object();
        json.put("environment", environment);
        json.put("pattern", standing.getPattern());
        json.put("active", standing.getActive());
        json.put("progress", standing.getProgress());
        criteria(json, standing.getCriteria());
        return json;
    }

    private static void criteria(ObjectNode json, List<PatternCriterion> criteria) {
        ArrayNode array = json.putArray("criteria");
        for (PatternCriterion criterion : criteria) {
            ObjectNode one = array.addObject();
            one.put("name", criterion.getName());
            one.put("value", criterion.getValue());
            one.put("threshold", criterion.getThreshold());
        }
    }
}
