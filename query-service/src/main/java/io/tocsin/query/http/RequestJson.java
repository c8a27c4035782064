package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.tocsin.query.json.Json;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import java.util.concurrent.CompletionStage;

/** Bodies of writes: a JSON object, or nothing where the body is optional. Stateless. */
final class RequestJson {

    private static final int MAX_BODY = 64 * 1_024;

    private RequestJson() {}

    /** Reads the body; an empty one is an empty object. Fails with a {@link ProblemException}. */
    static CompletionStage<ObjectNode> read(HttpRequest<?> request) {
        return RequestBody.read(request, MAX_BODY).thenApply(bytes -> {
            if (isBlank(bytes)) {
                return Json.object();
            }
            if (StrictJson.parse(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw ProblemException.badRequest("The body must be a JSON object.");
        });
    }

    /**
     * Returns a text of the body.
     *
     * @param whenMissing what to return when it is missing or null
     * @param maxLength characters at most
     */
    static String text(ObjectNode body, String name, String whenMissing, int maxLength) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return whenMissing;
        }
        if (!value.isTextual()) {
            throw new ProblemException(Problem.unprocessable(name, "expected a text"));
        }
        String text = value.textValue().strip();
        if (text.length() > maxLength) {
            throw new ProblemException(Problem.unprocessable(name, "longer than " + maxLength + " characters"));
        }
        return text.isEmpty() ? whenMissing : text;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte one : bytes) {
            if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }
}
