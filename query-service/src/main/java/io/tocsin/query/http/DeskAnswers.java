package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns what a processor answers about rules into a response; where errors are goes into the problem. Stateless. */
final class DeskAnswers {

    private static final MediaType PROBLEM = MediaType.of(Problem.MEDIA_TYPE);

    private DeskAnswers() {}

    /**
     * Returns the response.
     *
     * @param location what goes before the id for a Location header of a 201 or 202
     */
    static MutableHttpResponse<byte[]> of(JsonNode reply, String location) {
        int status = reply.path("status").asInt();
        String detail = reply.path("detail").asText("");
        if (status == 429) {
            return Problem.tooManyRequests(detail, Duration.ofSeconds(5)).toResponse();
        }
        if (status == 503) {
            throw new UnavailableException(detail, new TreeMap<>());
        }
        if (status >= 400) {
            return problem(status, detail, reply.path("errors"));
        }
        MutableHttpResponse<byte[]> response = status == 204
                ? HttpResponse.status(HttpStatus.NO_CONTENT)
                : Answers.json(HttpStatus.valueOf(status), reply.path("body"));
        if (reply.hasNonNull("etag")) {
            response.header("ETag", reply.path("etag").asText());
        }
        if (status == 201 || status == 202) {
            response.header("Location", location + reply.path("body").path("id").asText());
        }
        return response;
    }

    /** Returns the body of an answer that is known to be good; fails when the processor could not. */
    static JsonNode body(JsonNode reply) {
        if (reply.path("status").asInt() >= 400) {
            throw new UnavailableException(reply.path("detail").asText(""), new TreeMap<>());
        }
        return reply.path("body");
    }

    private static MutableHttpResponse<byte[]> problem(int status, String detail, JsonNode errors) {
        List<FieldError> fields = new ArrayList<>();
        errors.forEach(error -> fields.add(new FieldError(
                error.path("field").asText(), error.path("message").asText())));
        Problem problem = fields.isEmpty()
                ? new Problem(status, code(status), title(status), detail, List.of(), Map.of())
                : Problem.unprocessable(fields);
        ObjectNode document = problem.toJson();
        ArrayNode list = (ArrayNode) document.get("errors");
        for (int i = 0; list != null && i < list.size(); i++) {
            for (String place : List.of("line", "column", "in")) {
                if (errors.get(i).has(place)) {
                    ((ObjectNode) list.get(i)).set(place, errors.get(i).get(place));
                }
            }
        }
        return problem.toResponse().contentType(PROBLEM).body(StrictJson.write(document));
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "not-found";
            case 409 -> "conflict";
            case 412 -> "precondition-failed";
            case 428 -> "precondition-required";
            default -> "refused";
        };
    }

    private static String title(int status) {
        return HttpStatus.getDefaultReason(status);
    }
}
