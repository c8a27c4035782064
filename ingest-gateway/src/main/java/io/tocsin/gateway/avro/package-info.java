/**
 * Writes Avro binary straight from a parser, without objects in between. The field order of the records is fixed here by
 * hand; tests hold it against the schemas.
 */
package io.tocsin.gateway.avro;
