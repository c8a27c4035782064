package io.tocsin.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The schemas as they were in each release, so that what an older release wrote into a state store can still be read.
 * They lie as copies of {@code src/main/avro} under {@code io/tocsin/schemas/frozen/<version>}. Stateless.
 */
public final class FrozenSchemas {

    /** Frozen versions, oldest first. */
    public static final List<String> VERSIONS = List.of("v1");

    private static final String NAMESPACE = "io.tocsin.schemas.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private FrozenSchemas() {}

    /**
     * Returns a schema of a version.
     *
     * @param version one of {@link #VERSIONS}
     * @param fullName full name of the record or enum
     * @return the schema, or nothing when that version did not have it
     */
    public static Optional<Schema> find(String version, String fullName) {
        Schema.Parser parser = new Schema.Parser();
        parse(parser, version, fullName);
        return Optional.ofNullable(parser.getTypes().get(fullName));
    }

    private static void parse(Schema.Parser parser, String version, String fullName) {
        if (parser.getTypes().containsKey(fullName)) {
            return;
        }
        String resource =
                "/io/tocsin/schemas/frozen/" + version + "/" + fullName.substring(NAMESPACE.length()) + ".avsc";
        try (InputStream in = FrozenSchemas.class.getResourceAsStream(resource)) {
            if (in != null) {
                JsonNode json = JSON.readTree(in);
                parseNamesIn(json.path("fields"), parser, version);
                parser.parse(json.toString());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    /** Types stand in files of their own, and Avro wants to know a name before it is used. */
    private static void parseNamesIn(JsonNode node, Schema.Parser parser, String version) {
        if (node.isTextual() && node.textValue().startsWith(NAMESPACE)) {
            parse(parser, version, node.textValue());
        }
        node.forEach(child -> parseNamesIn(child, parser, version));
    }
}
