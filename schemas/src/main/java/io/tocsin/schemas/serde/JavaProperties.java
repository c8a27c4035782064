package io.tocsin.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Takes the hints of Avro's Java compiler out of a schema; nobody else knows them. Stateless. */
final class JavaProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("avro.java.string", "java-class", "java-key-class", "java-element-class");

    private JavaProperties() {}

    /** Returns the schema without the hints. */
    static Schema removedFrom(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            remove(json);
            return new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(json.toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Avro wrote a schema that is no JSON", impossible);
        }
    }

    private static void remove(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(NAMES);
        }
        node.forEach(JavaProperties::remove);
    }
}
