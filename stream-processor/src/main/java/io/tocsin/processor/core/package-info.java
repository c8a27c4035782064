/**
 * The folds: what follows from the records of a source, and what follows for a whole environment. Plain Java that knows
 * neither Kafka, Avro, an HTTP framework nor a clock: time comes in with each call, as epoch milliseconds of stream time.
 * The same input in the same order gives the same output, byte for byte. Nothing here is thread-safe unless it says so.
 */
package io.tocsin.processor.core;
