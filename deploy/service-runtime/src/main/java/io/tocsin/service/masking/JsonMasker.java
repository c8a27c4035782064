package io.tocsin.service.masking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Masks a tree: values of sensitive fields as a whole, all other texts by what they contain. */
final class JsonMasker {

    private static final TextNode MASK = TextNode.valueOf(TextMasker.MASK);

    private JsonMasker() {}

    static JsonNode mask(JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> masked.set(field.getKey(), maskField(field.getKey(), field.getValue())));
            return masked;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> masked.add(mask(element)));
            return masked;
        }
        return json.isTextual() || json.isIntegralNumber() ? maskText(json) : json;
    }

    private static JsonNode maskField(String name, JsonNode value) {
        boolean hidden = !value.isNull() && !value.isBoolean() && SensitiveNames.matches(name, 0, name.length());
        return hidden ? MASK : mask(value);
    }

    private static JsonNode maskText(JsonNode value) {
        String text = value.asText();
        String masked = TextMasker.mask(text);
        return masked.equals(text) ? value : TextNode.valueOf(masked);
    }
}
