package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alertsink.routing.GoText;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the fields of a body, and complains as Alertmanager does. A field that is null is an absent one, and a text that is
 * null an empty one, for that is how its clients write them. Immutable.
 *
 * @param what what the body holds, for complaints
 */
record BodyReader(String what) {

    private static final int CODE_REQUIRED = 602;

    /**
     * Reads a body.
     *
     * @throws ApiError when there is none, or it is no JSON
     */
    JsonNode json(byte[] body) {
        if (body.length == 0) {
            throw ApiError.coded(422, CODE_REQUIRED, what + " in body is required");
        }
        try {
            return StrictJson.parse(body);
        } catch (ProblemException broken) {
            throw bad(broken.getMessage());
        }
    }

    Map<String, String> texts(JsonNode node, String field) {
        JsonNode object = node.get(field);
        if (object == null || object.isNull()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw bad("json: cannot unmarshal " + kind(object) + " into " + field);
        }
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(each -> {
            if (!each.getValue().isTextual() && !each.getValue().isNull()) {
                throw bad("json: cannot unmarshal " + kind(each.getValue()) + " into " + field + "." + each.getKey()
                        + " of type string");
            }
            texts.put(
                    each.getKey(),
                    each.getValue().isNull() ? "" : each.getValue().textValue());
        });
        return texts;
    }

    String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw bad("json: cannot unmarshal " + kind(value) + " into " + field + " of type string");
        }
        return value.textValue();
    }

    boolean flag(JsonNode node, String field) {
        if (!node.get(field).isBoolean()) {
            throw bad("json: cannot unmarshal " + kind(node.get(field)) + " into " + field + " of type bool");
        }
        return node.get(field).booleanValue();
    }

    Optional<Instant> time(JsonNode node, String field) {
        String text = text(node, field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return ApiTime.parse(text);
        } catch (DateTimeException wrong) {
            throw bad(field + ": " + GoText.quote(text) + " is not a time");
        }
    }

    ApiError bad(String why) {
        return ApiError.coded(400, 400, "parsing " + what + " body from \"\" failed, because " + why);
    }

    static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
