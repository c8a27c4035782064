package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** How values look in every answer: times in RFC 3339 with Z, numbers finite or null, maps sorted by name. Stateless. */
public final class Json {

    private Json() {}

    /** Returns a new object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns a new array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Returns a time as text; null for null. */
    public static String time(Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString();
    }

    /** Adds a number, or null when it is null or not finite. */
    public static void number(ObjectNode to, String name, Double value) {
        if (value == null || !Double.isFinite(value)) {
            to.putNull(name);
        } else {
            to.put(name, value);
        }
    }

    /** Adds an object of texts. */
    public static void texts(ObjectNode to, String name, Map<String, String> values) {
        ObjectNode object = to.putObject(name);
        new TreeMap<>(values).forEach(object::put);
    }

    /** Adds an array of texts. */
    public static void texts(ObjectNode to, String name, Collection<String> values) {
        ArrayNode array = to.putArray(name);
        values.forEach(array::add);
    }

    /** Adds an object of counts. */
    public static void counts(ObjectNode to, String name, Map<String, Long> values) {
        ObjectNode object = to.putObject(name);
        new TreeMap<>(values).forEach(object::put);
    }
}
