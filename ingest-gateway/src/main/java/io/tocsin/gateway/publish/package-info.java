/**
 * Brings decoded records to Kafka and says exactly one thing about each request: acknowledged by all in-sync replicas, or
 * not and when to try again.
 */
package io.tocsin.gateway.publish;
