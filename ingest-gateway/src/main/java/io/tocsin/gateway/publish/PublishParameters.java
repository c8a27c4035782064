package io.tocsin.gateway.publish;

import java.time.Duration;

/**
 * How records are brought to Kafka.
 *
 * @param bootstrapServers brokers to ask first
 * @param deadline how long a request waits for Kafka's acknowledgement, at least 500 ms
 * @param mostInFlight bytes that may wait for an acknowledgement
 * @param mostInFlightPerClient the same of one client
 * @param linger how long the producer waits for more records before it sends
 * @param batchBytes largest batch of one partition
 * @param compression Kafka's name of the compression
 */
public record PublishParameters(
        String bootstrapServers,
        Duration deadline,
        long mostInFlight,
        long mostInFlightPerClient,
        Duration linger,
        long batchBytes,
        String compression) {}
