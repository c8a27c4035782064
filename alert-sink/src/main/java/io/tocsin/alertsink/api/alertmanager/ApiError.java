package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.service.http.StrictJson;

/** A request that Alertmanager would answer with an error, in one of the two shapes that it has. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;

    private ApiError(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** An error of its handlers: the body is a JSON text. */
    static ApiError text(int status, String message) {
        return new ApiError(status, 0, message);
    }

    /** An error of its framework: the body is an object with a code. */
    static ApiError coded(int status, int code, String message) {
        return new ApiError(status, code, message);
    }

    MutableHttpResponse<byte[]> response() {
        byte[] body = code == 0
                ? StrictJson.write(TextNode.valueOf(getMessage()))
                : StrictJson.write(
                        JsonNodeFactory.instance.objectNode().put("code", code).put("message", getMessage()));
        MutableHttpResponse<byte[]> response = HttpResponse.status(status, "");
        if (status == 503) {
            response.header("Retry-After", "1");
        }
        return response.contentType(MediaType.APPLICATION_JSON_TYPE).body(body);
    }
}
