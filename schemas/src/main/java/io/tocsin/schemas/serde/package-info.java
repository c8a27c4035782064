/**
 * Avro on Kafka and in state stores. On topics: Confluent's wire format (a zero byte, the id of the schema as four bytes
 * big endian, Avro binary) with a registry that speaks Confluent's REST API, under Confluent's configuration names, so
 * that its own serde and this one can take each other's place. In state stores: Avro's single-object encoding, which
 * needs no registry.
 */
package io.tocsin.schemas.serde;
