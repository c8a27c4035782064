package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Finding;
import java.util.TreeMap;

/** What a detector found. Stateless. */
public final class FindingJson {

    private FindingJson() {}

    /** Returns a finding. */
    public static ObjectNode of(Finding finding) {
        ObjectNode json = Json.object();
        json.put("id", finding.getId());
        json.put("source", finding.getSource());
        json.put("environment", finding.getEnvironment());
        json.put("kind", finding.getKind());
        json.put("detector", finding.getDetector());
        json.put("subject", finding.getSubject());
        json.put("state", finding.getState().name());
        json.put("since", Json.time(finding.getSince()));
        json.put("at", Json.time(finding.getAt()));
        json.put("score", finding.getScore());
        Json.number(json, "seen", finding.getSeen());
        Json.number(json, "expected", finding.getExpected());
        Json.number(json, "lower", finding.getLower());
        Json.number(json, "upper", finding.getUpper());
        json.put("samples", finding.getSamples());
        json.put("confidence", finding.getConfidence());
        json.put("text", finding.getText());
        ObjectNode contributions = json.putObject("contributions");
        new TreeMap<>(finding.getContributions()).forEach((metric, share) -> Json.number(contributions, metric, share));
        return json;
    }
}
