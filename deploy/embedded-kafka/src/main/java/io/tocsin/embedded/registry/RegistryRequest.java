package io.tocsin.embedded.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request, read with suspicion. Not thread-safe. */
final class RegistryRequest {

    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_SUBJECT = 1_024;
    private static final Set<String> SCHEMA_FIELDS =
            Set.of("schema", "schemaType", "references", "metadata", "ruleSet", "version", "id", "schemaTags");
    private static final Set<String> MEDIA_TYPES = Set.of(
            "application/vnd.schemaregistry.v1+json",
            "application/vnd.schemaregistry+json",
            "application/json",
            "application/octet-stream");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final HttpExchange exchange;
    private final List<String> path;
    private final Map<String, String> query;

    /**
     * Reads the head of a request.
     *
     * @throws RegistryError when an escape in the path or the query is malformed
     */
    RegistryRequest(HttpExchange exchange) {
        this.exchange = exchange;
        this.path = segments(exchange.getRequestURI().getRawPath());
        this.query = parameters(exchange.getRequestURI().getRawQuery());
    }

    /** Returns the method, {@code GET} and so on. */
    String method() {
        return exchange.getRequestMethod();
    }

    /** Returns the parts of the path, unescaped. */
    List<String> path() {
        return path;
    }

    /** Returns whether a query parameter says {@code true}. */
    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name));
    }

    /** Returns a query parameter, or an empty text. */
    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    /** Returns a part of the path that names a subject. */
    String subject(int index) {
        String subject = path.get(index);
        if (subject.isBlank()
                || subject.length() > MAX_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw RegistryError.invalidSubject(subject.length() > MAX_SUBJECT ? "..." : subject);
        }
        return subject;
    }

    /** Returns a part of the path that is an id; whatever is no number is no path. */
    int id(int index) {
        try {
            return Integer.parseInt(path.get(index));
        } catch (NumberFormatException notANumber) {
            throw RegistryError.noSuchPath();
        }
    }

    /** Reads the body as a schema. */
    AvroText schema() throws IOException {
        JsonNode body = object(SCHEMA_FIELDS);
        String type = body.path("schemaType").asText("AVRO");
        if (!body.path("schemaType").isNull() && !type.equals("AVRO")) {
            throw RegistryError.invalidSchema("Invalid schema type " + type + ": this registry holds AVRO only");
        }
        refuse(body, "references", "Schema references are not supported: send the schema with all its types in it");
        refuse(body, "metadata", "Metadata of schemas are not supported");
        refuse(body, "ruleSet", "Rules of schemas are not supported");
        JsonNode schema = body.path("schema");
        if (!schema.isTextual() || schema.textValue().isBlank()) {
            throw RegistryError.invalidSchema("Empty schema");
        }
        return AvroText.parse(schema.textValue());
    }

    /** Reads the body as a compatibility level. */
    CompatibilityLevel level() throws IOException {
        JsonNode level = object(Set.of("compatibility", "compatibilityLevel")).path("compatibility");
        return CompatibilityLevel.named(level.asText()).orElseThrow(RegistryError::invalidCompatibility);
    }

    private static void refuse(JsonNode body, String field, String message) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isEmpty()) {
            throw RegistryError.invalidSchema(message);
        }
    }

    private ObjectNode object(Set<String> fields) throws IOException {
        requireMediaType();
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw RegistryError.tooLarge(MAX_BODY);
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw RegistryError.badRequest(malformed.getOriginalMessage());
        }
        if (!(json instanceof ObjectNode object)) {
            throw RegistryError.badRequest("The body must be a JSON object");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw RegistryError.unprocessable("Unrecognized field: " + name);
            }
        });
        return object;
    }

    /** A page of a foreign site can send forms and plain text to this port, but none of these types. */
    private void requireMediaType() {
        String given = exchange.getRequestHeaders().getFirst("Content-Type");
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPES.contains(type)) {
            throw RegistryError.unsupportedMediaType();
        }
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment.replace("+", "%2B")));
            }
        }
        return segments;
    }

    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw RegistryError.badRequest("Malformed escape in the address");
        }
    }
}
