/** From the core's conclusions to Avro records and back. */
package io.tocsin.processor.topology.records;
