package io.tocsin.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record of the registry's topic, in Confluent's form. Immutable.
 *
 * @param key JSON text
 * @param value JSON text, or null for a record that takes something back
 */
record RegistryRecord(String key, String value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes the record of a new version. */
    static RegistryRecord of(SchemaVersion added) {
        ObjectNode key = JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", added.subject())
                .put("version", added.version())
                .put("magic", 1);
        ObjectNode value = JSON.createObjectNode()
                .put("subject", added.subject())
                .put("version", added.version())
                .put("id", added.id())
                .put("schema", added.schema())
                .put("deleted", false);
        return new RegistryRecord(key.toString(), value.toString());
    }

    /** Makes the record of a level; without a subject it is the global one. */
    static RegistryRecord of(String subject, CompatibilityLevel level) {
        ObjectNode key = JSON.createObjectNode()
                .put("keytype", "CONFIG")
                .put("subject", subject)
                .put("magic", 0);
        ObjectNode value = JSON.createObjectNode().put("compatibilityLevel", level.name());
        return new RegistryRecord(key.toString(), value.toString());
    }

    /**
     * Adds the record to a state. Kinds that this registry does not write are passed over.
     *
     * @throws JsonProcessingException when it is no JSON
     */
    void applyTo(RegistryState state) throws JsonProcessingException {
        if (value == null) {
            return;
        }
        JsonNode keyJson = JSON.readTree(key);
        JsonNode valueJson = JSON.readTree(value);
        String subject = keyJson.path("subject").textValue();
        switch (keyJson.path("keytype").asText()) {
            case "SCHEMA" ->
                state.apply(new SchemaVersion(
                        subject,
                        keyJson.path("version").asInt(),
                        valueJson.path("id").asInt(),
                        valueJson.path("schema").asText()));
            case "CONFIG" ->
                CompatibilityLevel.named(valueJson.path("compatibilityLevel").asText())
                        .ifPresent(level -> applyLevel(state, subject, level));
            default -> {
                // Confluent's registry also writes NOOP, MODE and others.
            }
        }
    }

    private static void applyLevel(RegistryState state, String subject, CompatibilityLevel level) {
        if (subject == null) {
            state.applyGlobalLevel(level);
        } else {
            state.applyLevel(subject, level);
        }
    }
}
