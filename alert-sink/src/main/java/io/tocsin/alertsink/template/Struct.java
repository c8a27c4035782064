package io.tocsin.alertsink.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Go struct: fields by name, in their order. Immutable. */
final class Struct implements TemplateObject {

    private final String type;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> json = new LinkedHashMap<>();

    Struct(String type) {
        this.type = type;
    }

    /** Adds a field with its name in JSON; only while the struct is built. */
    Struct with(String name, String jsonName, Object value) {
        fields.put(name, value);
        json.put(jsonName, value);
        return this;
    }

    @Override
    public String goType() {
        return type;
    }

    @Override
    public Optional<Member> member(String name, List<Object> arguments) {
        if (!fields.containsKey(name)) {
            return Optional.empty();
        }
        TemplateObject.none(name, arguments);
        return Member.of(fields.get(name));
    }

    /** Returns the values of the fields. */
    Iterable<Object> values() {
        return fields.values();
    }

    /** Returns the fields by their names in JSON. */
    @JsonValue
    Map<String, Object> json() {
        return json;
    }
}
