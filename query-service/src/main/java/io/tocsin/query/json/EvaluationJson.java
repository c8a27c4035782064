package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.Reason;
import java.util.stream.Collectors;

/** An entry of the evaluation log, in our own form and in the documented one. Stateless. */
public final class EvaluationJson {

    private static final String NO_REASON = "No rule found anything unusual.";

    private EvaluationJson() {}

    /** Returns an entry as {@code /api/v1/evaluations} has it. */
    public static ObjectNode of(Evaluation evaluation) {
        ObjectNode json = Json.object();
        json.put("id", evaluation.getId());
        json.put("source", evaluation.getSource());
        json.put("environment", evaluation.getEnvironment());
        json.put("at", Json.time(evaluation.getAt()));
        json.put("status", evaluation.getStatus().name());
        json.put("severity_score", evaluation.getSeverityScore());
        json.put("decision", evaluation.getDecision().name());
        var reasons = json.putArray("reasons");
        evaluation.getReasons().forEach(reason -> reasons.add(ReasonJson.of(reason)));
        Json.texts(json, "suggestions", evaluation.getSuggestions());
        Json.texts(json, "input_snapshot", evaluation.getInputSnapshot());
        json.put("event_id", evaluation.getEventId());
        json.put("event_count", evaluation.getEventCount());
        return json;
    }

    /** Returns an entry as {@code /api/v1/monitoring/logs} has it. */
    public static ObjectNode monitoringLog(Evaluation evaluation) {
        ObjectNode json = Json.object();
        json.put("timestamp", Json.time(evaluation.getAt()));
        json.put("source", evaluation.getSource());
        json.put("environment", evaluation.getEnvironment());
        Json.texts(json, "input_snapshot", evaluation.getInputSnapshot());
        json.put("status", HealthWords.upper(evaluation.getStatus()));
        json.put("severity_score", evaluation.getSeverityScore());
        json.put("reasoning", reasoning(evaluation));
        Json.texts(json, "suggestions", evaluation.getSuggestions());
        json.put("decision", evaluation.getDecision().name());
        json.put("event_id", evaluation.getEventId());
        json.put("event_count", evaluation.getEventCount());
        return json;
    }

    private static String reasoning(Evaluation evaluation) {
        return evaluation.getReasons().isEmpty()
                ? NO_REASON
                : evaluation.getReasons().stream().map(Reason::getText).collect(Collectors.joining("; "));
    }
}
