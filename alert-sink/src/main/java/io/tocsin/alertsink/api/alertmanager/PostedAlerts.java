package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of {@code POST /api/v2/alerts}: what of it is valid, and what is wrong with the rest. Immutable.
 *
 * @param valid alerts to take
 * @param invalid why others are not taken
 * @param firing number of alerts that fire
 */
record PostedAlerts(List<PostedAlert> valid, List<String> invalid, int firing) {

    /**
     * Reads a body.
     *
     * @throws ApiError when it is no list of alerts at all
     */
    static PostedAlerts parse(byte[] body, Instant now) {
        JsonNode list = json(body, "alerts");
        if (!list.isArray()) {
            throw bad("alerts", "json: cannot unmarshal " + kind(list) + " into a list of alerts");
        }
        List<PostedAlert> valid = new ArrayList<>(list.size());
        List<String> invalid = new ArrayList<>();
        int firing = 0;
        int index = 0;
        for (JsonNode each : list) {
            PostedAlert alert = alert(each, index++);
            Optional<String> complaint = complaint(alert);
            if (complaint.isPresent()) {
                invalid.add(complaint.get());
            } else {
                valid.add(alert);
            }
            firing += alert.endsAt().isEmpty() || alert.endsAt().get().isAfter(now) ? 1 : 0;
        }
        return new PostedAlerts(valid, invalid, firing);
    }

    static JsonNode json(byte[] body, String what) {
        try {
            return StrictJson.parse(body);
        } catch (ProblemException broken) {
            throw bad(what, broken.getMessage());
        }
    }

    private static PostedAlert alert(JsonNode node, int index) {
        if (!node.isObject()) {
            throw bad("alerts", "json: cannot unmarshal " + kind(node) + " into an alert");
        }
        if (!node.hasNonNull("labels")) {
            throw ApiError.coded(422, 602, index + ".labels in body is required");
        }
        return new PostedAlert(
                LabelSet.of(texts(node, "labels")),
                texts(node, "annotations"),
                time(node, "startsAt"),
                time(node, "endsAt"),
                text(node, "generatorURL"),
                Optional.empty());
    }

    private static Optional<String> complaint(PostedAlert alert) {
        if (alert.startsAt().isPresent()
                && alert.endsAt().isPresent()
                && alert.endsAt().get().isBefore(alert.startsAt().get())) {
            return Optional.of("start time must be before end time");
        }
        if (alert.labels().isEmpty()) {
            return Optional.of("at least one label pair required");
        }
        return broken(alert.labels())
                .map(name -> "invalid label set: invalid name " + GoText.quote(name))
                .or(() -> broken(alert.annotations())
                        .map(name -> "invalid annotations: invalid name " + GoText.quote(name)));
    }

    private static Optional<String> broken(Map<String, String> texts) {
        return texts.keySet().stream().filter(String::isEmpty).findFirst();
    }

    static Map<String, String> texts(JsonNode node, String field) {
        JsonNode object = node.get(field);
        if (object == null || object.isNull()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw bad("alerts", "json: cannot unmarshal " + kind(object) + " into " + field);
        }
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(each -> {
            if (!each.getValue().isTextual()) {
                throw bad(
                        "alerts",
                        "json: cannot unmarshal " + kind(each.getValue()) + " into " + field + "." + each.getKey()
                                + " of type string");
            }
            texts.put(each.getKey(), each.getValue().textValue());
        });
        return texts;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw bad("alerts", "json: cannot unmarshal " + kind(value) + " into " + field + " of type string");
        }
        return value.textValue();
    }

    static Optional<Instant> time(JsonNode node, String field) {
        String text = text(node, field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return ApiTime.parse(text);
        } catch (DateTimeException wrong) {
            throw bad("alerts", field + ": " + GoText.quote(text) + " is not a time");
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    static ApiError bad(String what, String why) {
        return ApiError.coded(400, 400, "parsing " + what + " body from \"\" failed, because " + why);
    }
}
