package io.tocsin.schemas.serde;

import org.apache.avro.Schema;

/**
 * What a serde needs of a schema registry. Implementations are thread-safe and may block for the configured time-outs.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when no registry gave a usable answer.
 */
public interface SchemaRegistryClient {

    /**
     * Returns a client as configured: cached, over HTTP, or within the memory of this process for {@code mock://} URLs.
     */
    static SchemaRegistryClient of(SerdeSettings settings) {
        return MemoryRegistry.at(settings.registry().urls())
                .<SchemaRegistryClient>map(memory -> memory)
                .orElseGet(() -> new CachingRegistryClient(
                        new HttpRegistryClient(settings.registry(), settings.normalize()),
                        settings.registry().unknownIdTtl(),
                        System::nanoTime));
    }

    /**
     * Registers a schema under a subject, or finds it when it is there already.
     *
     * @return the id of the schema
     * @throws SchemaRejectedException when the registry finds it invalid or incompatible
     */
    int register(String subject, Schema schema);

    /**
     * Finds a schema under a subject.
     *
     * @return the id of the schema
     * @throws UnknownSchemaException when the subject does not hold it
     */
    int lookup(String subject, Schema schema);

    /**
     * Returns the schema of an id.
     *
     * @throws UnknownSchemaException when the registry does not know the id, or it names no Avro schema
     */
    Schema byId(int id);

    /**
     * Returns the newest schema of a subject.
     *
     * @throws UnknownSchemaException when there is no such subject
     */
    RegisteredSchema latest(String subject);
}
