package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.json.Json;
import io.tocsin.query.view.UnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Adds up what processors say of one rule. Stateless. */
final class RuleStandings {

    private static final List<String> VERDICTS = List.of("ok", "breach", "no_data", "invalid");

    private RuleStandings() {}

    /**
     * Returns the response.
     *
     * @param replies what each processor answered; null for one that did not
     * @param location as for {@link DeskAnswers#of}
     */
    static MutableHttpResponse<byte[]> sum(List<JsonNode> replies, String location) {
        List<JsonNode> answered = replies.stream().filter(Objects::nonNull).toList();
        if (answered.isEmpty()) {
            throw new UnavailableException("no processor answered in time", new TreeMap<>());
        }
        List<JsonNode> good = answered.stream()
                .filter(reply -> reply.path("status").asInt() == 200)
                .map(reply -> reply.path("body"))
                .toList();
        if (good.isEmpty()) {
            return DeskAnswers.of(answered.get(0), location);
        }
        ObjectNode json = Json.object();
        for (String same : List.of("id", "version", "state")) {
            json.set(same, good.get(0).get(same));
        }
        add(json, good, "evaluations");
        add(json, good, "sources");
        JsonNode latest = null;
        for (JsonNode body : good) {
            JsonNode error = body.path("last_error");
            boolean later = latest == null
                    || error.path("at").asText().compareTo(latest.path("at").asText()) > 0;
            latest = error.isObject() && later ? error : latest;
        }
        json.set("last_error", latest);
        json.put("verdict", verdict(json));
        json.put("partial", good.size() < replies.size());
        return Answers.json(HttpStatus.OK, json);
    }

    private static void add(ObjectNode json, List<JsonNode> bodies, String name) {
        ObjectNode sums = json.putObject(name);
        for (String verdict : VERDICTS) {
            sums.put(
                    verdict,
                    bodies.stream()
                            .mapToLong(body -> body.path(name).path(verdict).asLong())
                            .sum());
        }
    }

    /** Returns what it says all in all, the worst first: a rule that is broken itself is never one that is kept. */
    private static String verdict(ObjectNode json) {
        if (json.path("state").asText().equals("invalid")) {
            return "invalid";
        }
        JsonNode now = json.path("sources");
        for (String worst : List.of("invalid", "breach", "ok", "no_data")) {
            if (now.path(worst).asLong() > 0) {
                return worst;
            }
        }
        return "unknown";
    }
}
