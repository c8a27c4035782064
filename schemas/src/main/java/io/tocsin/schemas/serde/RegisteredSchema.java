package io.tocsin.schemas.serde;

import org.apache.avro.Schema;

/**
 * A schema as a registry holds it. Immutable.
 *
 * @param id id within the registry
 * @param schema the schema
 */
public record RegisteredSchema(int id, Schema schema) {}
