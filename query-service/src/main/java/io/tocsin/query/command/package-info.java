/** Writes: commands on Kafka and waiting for their effect. */
package io.tocsin.query.command;
