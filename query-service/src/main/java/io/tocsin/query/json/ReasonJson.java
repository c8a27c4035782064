package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Reason;

/** A reason of a severity score. Stateless. */
public final class ReasonJson {

    private ReasonJson() {}

    /** Returns a reason. */
    public static ObjectNode of(Reason reason) {
        ObjectNode json = Json.object();
        json.put("rule", reason.getRule());
        json.put("severity", reason.getSeverity());
        json.put("contribution", reason.getContribution());
        json.put("text", reason.getText());
        json.put("metric", reason.getMetric());
        Json.number(json, "observed", reason.getObserved());
        Json.number(json, "expected", reason.getExpected());
        json.put("since", Json.time(reason.getSince()));
        json.put("samples", reason.getSamples());
        return json;
    }
}
