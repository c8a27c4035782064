package io.tocsin.schemas.serde;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry in the memory of this process, for topologies that are run without Kafka: all serdes with the URL
 * {@code mock://<scope>} share the registry of that scope, as with Confluent's serdes. Judges no compatibility.
 * Thread-safe.
 */
final class MemoryRegistry implements SchemaRegistryClient {

    private static final String SCHEME = "mock";
    private static final Map<String, MemoryRegistry> BY_SCOPE = new ConcurrentHashMap<>();

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();

    /** Returns the registry that the URLs name, or nothing when they are no {@code mock://} URLs. */
    static Optional<MemoryRegistry> at(List<URI> urls) {
        URI first = urls.get(0);
        return first.getScheme().equals(SCHEME)
                ? Optional.of(BY_SCOPE.computeIfAbsent(first.getHost(), scope -> new MemoryRegistry()))
                : Optional.empty();
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        int index = schemas.indexOf(schema);
        if (index < 0) {
            index = schemas.size();
            schemas.add(schema);
        }
        int id = index + 1;
        List<Integer> ids = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return id;
    }

    @Override
    public synchronized int lookup(String subject, Schema schema) {
        int id = schemas.indexOf(schema) + 1;
        if (!subjects.getOrDefault(subject, List.of()).contains(id)) {
            throw new UnknownSchemaException("subject '" + subject + "' does not hold " + schema.getFullName());
        }
        return id;
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaException("schema " + id + " is not known");
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        List<Integer> ids = subjects.get(subject);
        if (ids == null) {
            throw new UnknownSchemaException("subject '" + subject + "' is not known");
        }
        int id = ids.get(ids.size() - 1);
        return new RegisteredSchema(id, byId(id));
    }
}
