package io.tocsin.schemas.serde;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;

/**
 * Remembers what a registry said. Ids and schemas never change, so they are kept as long as there is room; that an id is
 * unknown is kept for a short while, so that a flood of poison records is no flood of requests. Thread-safe.
 */
final class CachingRegistryClient implements SchemaRegistryClient {

    private static final int CAPACITY = 1_000;

    private final SchemaRegistryClient registry;
    private final long unknownIdNanos;
    private final LongSupplier nanoTime;
    private final BoundedCache<SubjectSchema, Integer> registered = new BoundedCache<>(CAPACITY);
    private final BoundedCache<SubjectSchema, Integer> found = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Integer, Schema> schemas = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Integer, UnknownId> unknownIds = new BoundedCache<>(CAPACITY);
    private final BoundedCache<String, RegisteredSchema> latest = new BoundedCache<>(CAPACITY);

    CachingRegistryClient(SchemaRegistryClient registry, Duration unknownIdTtl, LongSupplier nanoTime) {
        this.registry = registry;
        this.unknownIdNanos = unknownIdTtl.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public int register(String subject, Schema schema) {
        return id(registered, subject, schema, registry::register);
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return id(found, subject, schema, registry::lookup);
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        UnknownId unknown = unknownIds.get(id);
        if (unknown != null && nanoTime.getAsLong() - unknown.since() < unknownIdNanos) {
            throw new UnknownSchemaException(unknown.message());
        }
        try {
            Schema schema = registry.byId(id);
            schemas.put(id, schema);
            return schema;
        } catch (UnknownSchemaException notThere) {
            unknownIds.put(id, new UnknownId(notThere.getMessage(), nanoTime.getAsLong()));
            throw notThere;
        }
    }

    @Override
    public RegisteredSchema latest(String subject) {
        RegisteredSchema known = latest.get(subject);
        if (known == null) {
            known = registry.latest(subject);
            latest.put(subject, known);
        }
        return known;
    }

    private static int id(
            BoundedCache<SubjectSchema, Integer> cache,
            String subject,
            Schema schema,
            ToIntBiFunction<String, Schema> ask) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer known = cache.get(key);
        if (known == null) {
            known = ask.applyAsInt(subject, schema);
            cache.put(key, known);
        }
        return known;
    }

    private record SubjectSchema(String subject, Schema schema) {}

    private record UnknownId(String message, long since) {}
}
