package io.tocsin.benchmarks.load;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.AvroSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills an events topic with ordinary events of four metrics, as a bare producer would. Stateless. */
public final class EventPreload {

    private EventPreload() {}

    /**
     * Produces events, sources taking turns.
     *
     * @return acknowledged events per second, serialisation included
     */
    public static double fill(BenchCluster cluster, String topic, long events, int sources, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] keys = new byte[sources][];
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("linger.ms", "5");
        config.put("batch.size", "131072");
        config.put("buffer.memory", "67108864");
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (AvroSerializer<Event> serializer = new AvroSerializer<>();
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            serializer.configure(Map.of("schema.registry.url", cluster.registryUrl()), false);
            long started = System.nanoTime();
            for (long n = 0; n < events; n++) {
                int source = (int) (n % sources);
                String name = "bench-" + source;
                if (keys[source] == null) {
                    keys[source] = new SourceKey("default", "bench", name).bytes();
                }
                byte[] value = serializer.serialize(topic, event(name, n, random));
                producer.send(new ProducerRecord<>(topic, keys[source], value), (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            }
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException("preload failed", failure.get());
            }
            return events / (Duration.ofNanos(System.nanoTime() - started).toNanos() / 1e9);
        }
    }

    private static Event event(String source, long n, SplittableRandom random) {
        long now = System.currentTimeMillis();
        return Event.newBuilder()
                .setId(Long.toString(n, 36))
                .setTenant("default")
                .setEnvironment("bench")
                .setSource(source)
                .setType("api_response")
                .setObservedAt(now)
                .setReceivedAt(now)
                .setMetrics(Map.of(
                        "response_time", 50 + 200 * random.nextDouble(),
                        "cpu_usage", 20 + 40 * random.nextDouble(),
                        "memory_usage", 30 + 30 * random.nextDouble(),
                        "queue_depth", (double) random.nextInt(100)))
                .setAttributes(Map.of("output", "success"))
                .setLabels(Map.of("service", source))
                .build();
    }
}
