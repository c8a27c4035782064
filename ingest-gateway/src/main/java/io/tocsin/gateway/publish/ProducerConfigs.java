package io.tocsin.gateway.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the producer is configured. Stateless. */
final class ProducerConfigs {

    private static final Duration LEAST_REQUEST_TIMEOUT = Duration.ofMillis(250);
    private static final long BUFFER_RESERVE = 16L << 20;

    private ProducerConfigs() {}

    /**
     * Returns the configuration of a producer that never blocks its caller and gives up at the deadline.
     *
     * @param client properties for every Kafka client, which win where they do not touch what acknowledgement means
     */
    static Map<String, Object> of(PublishParameters parameters, Map<String, String> client) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "tocsin-gateway");
        config.put(ProducerConfig.LINGER_MS_CONFIG, (int) parameters.linger().toMillis());
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, (int) parameters.batchBytes());
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, parameters.compression());
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
        // The other strategy forgets where topics lie as soon as no broker answers, and a producer that never blocks
        // would
        // refuse at once what could wait for a broker that is back within the deadline.
        config.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        config.putAll(client);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, parameters.bootstrapServers());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Callers are event loops. What is not known at once (where a topic lies) is asked for in the background and
        // the
        // request is answered 503.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        // Otherwise the first request after five quiet minutes would find the topic forgotten and be refused.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.toString(Integer.MAX_VALUE));
        // Each batch takes its full size from the buffer, so it needs more room than the bytes in flight.
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * parameters.mostInFlight() + BUFFER_RESERVE);
        long deadline = parameters.deadline().toMillis();
        long requestTimeout = Math.max(LEAST_REQUEST_TIMEOUT.toMillis(), deadline * 2 / 5);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deadline);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout);
        return config;
    }
}
