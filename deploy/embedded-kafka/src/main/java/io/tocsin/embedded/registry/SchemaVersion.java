package io.tocsin.embedded.registry;

/**
 * A schema as a version of a subject. Immutable.
 *
 * @param subject name of the subject
 * @param version number within the subject, from 1
 * @param id number within the registry, from 1
 * @param schema text of the schema
 */
record SchemaVersion(String subject, int version, int id, String schema) {}
