/**
 * From the bytes of a request to records for Kafka and exact errors: one small decoder per protocol, all pure. Nothing
 * here knows HTTP, Kafka's client or a clock.
 */
package io.tocsin.gateway.decode;
