package io.tocsin.processor.runtime;

import io.tocsin.processor.runtime.ProcessorSettings.GroupProtocol;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of Streams, each unusual value with its reason. */
final class StreamsProperties {

    /** Commits are asked for by the topology itself; this is only how long it may forget to. */
    private static final int COMMIT_INTERVAL_MS = 5_000;
    /** How long a thread waits for records; the time of a commit that is asked for meanwhile is lost. */
    private static final int POLL_MS = 25;
    /** Larger than the largest stored head and the largest dead letter. */
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    private static final int RECORDS_PER_POLL = 4_000;
    private static final int BUFFERED_RECORDS = 4_000;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MS = 20;
    private static final long PRODUCER_BUFFER_BYTES = 64L * 1024 * 1024;
    private static final int PROBING_INTERVAL_MS = 60_000;

    private StreamsProperties() {}

    static Map<String, Object> of(ProcessorParameters parameters, RocksDbBounds bounds) {
        Map<String, Object> config = new HashMap<>(parameters.kafka());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, parameters.applicationId());
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                parameters.stateDir().toAbsolutePath().toString());
        config.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                parameters.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, parameters.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, parameters.standbys());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, parameters.replication());
        config.put(
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                parameters.groupProtocol().name().toLowerCase(Locale.ROOT));
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
        config.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        // 0 keeps the order of timestamps across topics on a backlog; -1 does not.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0);
        // Live objects take the place of record caches.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(RocksDbBounds.CONFIG, bounds);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, OutputRefusals.class);
        config.put(
                OutputRefusals.TOPIC_CONFIG,
                parameters.topology().topics().deadLetters.name());
        config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_INTERVAL_MS);
        if (parameters.groupProtocol() == GroupProtocol.CLASSIC) {
            config.put(StreamsConfig.consumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), (int)
                    parameters.sessionTimeout().toMillis());
        }
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), RECORDS_PER_POLL);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        if (parameters.exactlyOnce()) {
            config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                    parameters.transactionTimeout().toMillis());
        }
        return config;
    }
}
