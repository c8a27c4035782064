package io.tocsin.alertsink.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The fields of an object of the configuration. Immutable once it is in use. */
final class Schema {

    /**
     * A field.
     *
     * @param schema schema of the objects in it; null for other kinds
     * @param standard value when the field is absent; null for none
     */
    record Field(String name, Kind kind, Supplier<Schema> schema, Object standard) {}

    private final String name;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    Schema(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Map<String, Field> fields() {
        return fields;
    }

    Schema with(Kind kind, String... names) {
        Arrays.stream(names).forEach(each -> fields.put(each, new Field(each, kind, null, null)));
        return this;
    }

    Schema standard(Kind kind, String field, Object value) {
        fields.put(field, new Field(field, kind, null, value));
        return this;
    }

    Schema object(String field, Supplier<Schema> schema) {
        fields.put(field, new Field(field, Kind.OBJECT, schema, null));
        return this;
    }

    Schema objects(String field, Supplier<Schema> schema) {
        fields.put(field, new Field(field, Kind.OBJECTS, schema, null));
        return this;
    }

    Schema objectMap(String field, Supplier<Schema> schema) {
        fields.put(field, new Field(field, Kind.OBJECT_MAP, schema, null));
        return this;
    }
}
