package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.service.http.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contract of the whole HTTP interface, of every module, as a file in the repository. A test holds the routes of the
 * running services against it. Immutable.
 */
@Singleton
public final class OpenApiDocument {

    private static final String RESOURCE = "/io/tocsin/query/openapi.json";
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final byte[] bytes;
    private final JsonNode tree;

    /** Reads the file. */
    public OpenApiDocument() {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            bytes = file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        tree = StrictJson.parse(bytes);
    }

    /** Returns the document. */
    public JsonNode tree() {
        return tree;
    }

    /** Returns what each operation does in a few words, by method and path such as {@code GET /api/v1/sources}. */
    public Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        tree.path("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (!operation.isMissingNode()) {
                    summaries.put(
                            method.toUpperCase(java.util.Locale.ROOT) + ' ' + path.getKey(),
                            operation.path("summary").asText());
                }
            }
        });
        return summaries;
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
