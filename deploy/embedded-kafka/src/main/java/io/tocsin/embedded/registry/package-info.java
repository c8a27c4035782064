/**
 * The parts of the embedded schema registry. Paths, bodies and error codes are those of Confluent's registry, and so is
 * the form of the records in its topic, so that a real registry can take over where this one ends.
 */
package io.tocsin.embedded.registry;
