package io.tocsin.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A problem document as RFC 9457 describes it. Immutable.
 *
 * @param status the HTTP status
 * @param code a stable name of the kind of problem, for machines: {@code urn:tocsin:problem:<code>} is the type
 * @param title the kind of problem in a few words
 * @param detail this very problem in a sentence for the caller; empty when the title says it all
 * @param errors what is wrong with each field; empty when it is not about fields
 * @param headers headers of the response
 */
public record Problem(
        int status, String code, String title, String detail, List<FieldError> errors, Map<String, String> headers) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final MediaType TYPE = MediaType.of(MEDIA_TYPE);

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Not the status of a problem: " + status);
        }
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    private static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of());
    }

    /** 400: the request cannot be understood. */
    public static Problem badRequest(String detail) {
        return of(400, "bad-request", "Bad request", detail);
    }

    /** 401: nobody, or somebody unknown, asks. */
    public static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "Authentication needed", detail).withHeader("WWW-Authenticate", "Bearer");
    }

    /** 403: the caller may not do this. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /** 404: there is no such thing. */
    public static Problem notFound(String detail) {
        return of(404, "not-found", "Not found", detail);
    }

    /** 405: the path exists, but not with this method. */
    public static Problem methodNotAllowed(String detail, String allow) {
        return of(405, "method-not-allowed", "Method not allowed", detail).withHeader("Allow", allow);
    }

    /** 406: no representation that the caller accepts. */
    public static Problem notAcceptable(String detail) {
        return of(406, "not-acceptable", "Not acceptable", detail);
    }

    /** 408: the request did not arrive in time. */
    public static Problem requestTimeout(String detail) {
        return of(408, "request-timeout", "Request timeout", detail);
    }

    /** 409: it contradicts the present state. */
    public static Problem conflict(String detail) {
        return of(409, "conflict", "Conflict", detail);
    }

    /** 413: more than the limit, which the detail names. */
    public static Problem tooLarge(String detail) {
        return of(413, "too-large", "Content too large", detail);
    }

    /** 415: a media type or content coding that is not understood. */
    public static Problem unsupportedMediaType(String detail) {
        return of(415, "unsupported-media-type", "Unsupported media type", detail);
    }

    /** 422: understood, but some fields are wrong. */
    public static Problem unprocessable(List<FieldError> errors) {
        String detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : errors.size() + " fields are not valid.";
        return new Problem(422, "invalid-fields", "Invalid fields", detail, errors, Map.of());
    }

    /** 422 about one field. */
    public static Problem unprocessable(String field, String message) {
        return unprocessable(List.of(new FieldError(field, message)));
    }

    /** 429: too many; try again later. */
    public static Problem tooManyRequests(String detail, Duration retryAfter) {
        return of(429, "too-many-requests", "Too many requests", detail).withRetryAfter(retryAfter);
    }

    /** 503: cannot now; try again later. */
    public static Problem unavailable(String detail, Duration retryAfter) {
        return of(503, "unavailable", "Temporarily unavailable", detail).withRetryAfter(retryAfter);
    }

    /** 503 without a further word. */
    public static Problem unavailable(Duration retryAfter) {
        return unavailable("", retryAfter);
    }

    /** 500: a defect of ours; the id finds the log entry. */
    static Problem internal(String correlationId) {
        return of(
                500,
                "internal",
                "Internal error",
                "The request failed because of a defect. The log has the details under correlation id " + correlationId
                        + ".");
    }

    /** Any other status, with its standard title. */
    static Problem ofStatus(int status, String detail) {
        String title = HttpStatus.getDefaultReason(status);
        return of(status, title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), title, detail);
    }

    /** The same with a stable name of its own. */
    public Problem withCode(String ownCode) {
        return new Problem(status, ownCode, title, detail, errors, headers);
    }

    /** The same with one more header. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, title, detail, errors, more);
    }

    private Problem withRetryAfter(Duration retryAfter) {
        return withHeader(
                "Retry-After",
                Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    }

    /** The document. */
    public ObjectNode toJson() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", "urn:tocsin:problem:" + code);
        document.put("title", title);
        document.put("status", status);
        if (!detail.isEmpty()) {
            document.put("detail", detail);
        }
        if (!errors.isEmpty()) {
            ArrayNode list = document.putArray("errors");
            errors.forEach(error -> list.addObject().put("field", error.field()).put("message", error.message()));
        }
        return document;
    }

    /** The document as UTF-8. */
    public byte[] toBytes() {
        return StrictJson.write(toJson());
    }

    /** The response that carries it. */
    public MutableHttpResponse<byte[]> toResponse() {
        MutableHttpResponse<byte[]> response = HttpResponse.status(status, HttpStatus.getDefaultReason(status));
        headers.forEach(response::header);
        return response.contentType(TYPE).body(toBytes());
    }
}
