package io.tocsin.embedded.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the registry knows: the sum of the records of its topic. Thread-safe. */
final class RegistryState {

    private static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

    private final Map<String, TreeMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<Integer, String> schemas = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private CompatibilityLevel globalLevel = DEFAULT_LEVEL;
    private int maxId;

    /** Adds a version. */
    synchronized void apply(SchemaVersion added) {
        subjects.computeIfAbsent(added.subject(), name -> new TreeMap<>()).put(added.version(), added);
        schemas.put(added.id(), added.schema());
        ids.putIfAbsent(added.schema(), added.id());
        maxId = Math.max(maxId, added.id());
    }

    /** Sets the level of all subjects that have none of their own. */
    synchronized void applyGlobalLevel(CompatibilityLevel level) {
        globalLevel = level;
    }

    /** Sets the level of a subject. */
    synchronized void applyLevel(String subject, CompatibilityLevel level) {
        levels.put(subject, level);
    }

    /** Returns the names of all subjects, sorted. */
    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** Returns the versions of a subject, oldest first; empty when there is no such subject. */
    synchronized List<SchemaVersion> versions(String subject) {
        TreeMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** Returns where a schema is used, by subject and version. */
    synchronized List<SchemaVersion> uses(int id) {
        List<SchemaVersion> uses = new ArrayList<>();
        subjects.values().forEach(versions -> versions.values().stream()
                .filter(version -> version.id() == id)
                .forEach(uses::add));
        return uses;
    }

    /** Returns the text of a schema. */
    synchronized Optional<String> schema(int id) {
        return Optional.ofNullable(schemas.get(id));
    }

    /** Returns the id of a text, whichever subjects use it. */
    synchronized Optional<Integer> idOf(String schema) {
        return Optional.ofNullable(ids.get(schema));
    }

    /** Returns the greatest id, 0 when there is none. */
    synchronized int maxId() {
        return maxId;
    }

    /** Returns the level of all subjects that have none of their own. */
    synchronized CompatibilityLevel globalLevel() {
        return globalLevel;
    }

    /** Returns the level that a subject has of its own. */
    synchronized Optional<CompatibilityLevel> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }
}
