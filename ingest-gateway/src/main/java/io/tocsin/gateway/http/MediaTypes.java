package io.tocsin.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.tocsin.gateway.decode.BodyFormat;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.util.Locale;
import java.util.Set;

/** Tells from the media type how a body is put together. Stateless. */
final class MediaTypes {

    private static final Set<String> LINES = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/jsonlines");

    /** What clients send that do not care: what counts is whether the body is JSON. */
    private static final Set<String> ANY_TEXT = Set.of("", "text/plain", "application/octet-stream");

    private MediaTypes() {}

    /**
     * Returns the format of a body.
     *
     * @throws ProblemException with status 415 when the type is another than JSON's
     */
    static BodyFormat formatOf(HttpRequest<?> request) {
        String header = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "" : header;
        if (type.equals("application/json")) {
            return BodyFormat.JSON;
        }
        int semicolon = type.indexOf(';');
        String parameters = semicolon < 0 ? "" : type.substring(semicolon + 1).toLowerCase(Locale.ROOT);
        String essence =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        requireUtf8(parameters);
        if (LINES.contains(essence)) {
            return BodyFormat.LINES;
        }
        if (essence.equals("application/json") || essence.endsWith("+json") || ANY_TEXT.contains(essence)) {
            return BodyFormat.JSON;
        }
        throw new ProblemException(Problem.unsupportedMediaType(
                "The body must be JSON (application/json) or one JSON object per line (application/x-ndjson)."));
    }

    /** Returns whether the type says that the body is one JSON value; without a type it may be lines. */
    static boolean isWholeJson(HttpRequest<?> request) {
        String header = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        return header != null
                && formatOf(request) == BodyFormat.JSON
                && header.toLowerCase(Locale.ROOT).contains("json");
    }

    private static void requireUtf8(String parameters) {
        int charset = parameters.indexOf("charset=");
        if (charset < 0) {
            return;
        }
        String name = parameters
                .substring(charset + "charset=".length())
                .split(";", 2)[0]
                .strip();
        if (!name.replace("\"", "").equals("utf-8") && !name.replace("\"", "").equals("us-ascii")) {
            throw new ProblemException(
                    Problem.unsupportedMediaType("JSON is UTF-8, and no other charset is understood."));
        }
    }
}
