package io.tocsin.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A schema and the two texts that schemas are compared by. Immutable.
 *
 * @param schema the schema
 * @param canonical text of the parsed schema: blanks and the ways of writing a name make no difference
 * @param normalized canonical text with properties in a fixed order: their order makes no difference either
 */
record AvroText(Schema schema, String canonical, String normalized) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Avro's own properties in the order that Avro writes them; all others follow by name. */
    private static final List<String> ORDER = List.of(
            "type",
            "name",
            "namespace",
            "doc",
            "aliases",
            "fields",
            "symbols",
            "items",
            "values",
            "size",
            "default",
            "order");

    private static final Comparator<String> BY_ORDER = Comparator.<String>comparingInt(
                    name -> ORDER.contains(name) ? ORDER.indexOf(name) : ORDER.size())
            .thenComparing(Comparator.naturalOrder());

    /**
     * Reads a schema that somebody sent.
     *
     * @throws RegistryError when it is no valid Avro schema
     */
    static AvroText parse(String text) {
        try {
            Schema schema = new Schema.Parser().parse(text);
            String canonical = schema.toString();
            return new AvroText(
                    schema, canonical, sorted(JSON.readTree(canonical)).toString());
        } catch (RuntimeException | JsonProcessingException | StackOverflowError invalid) {
            // Avro's parser throws more than its own exceptions; whatever it is, the text is what it cannot take.
            throw RegistryError.invalidSchema("Invalid schema: " + reason(invalid));
        }
    }

    /** Returns the text that is compared and kept. */
    String text(boolean normalize) {
        return normalize ? normalized : canonical;
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode result = JSON.createObjectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey(BY_ORDER))
                    .forEach(property -> result.set(property.getKey(), sorted(property.getValue())));
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JSON.createArrayNode();
            array.forEach(item -> result.add(sorted(item)));
            return result;
        }
        return node;
    }

    private static String reason(Throwable invalid) {
        return invalid instanceof StackOverflowError ? "nested too deeply" : invalid.getMessage();
    }
}
