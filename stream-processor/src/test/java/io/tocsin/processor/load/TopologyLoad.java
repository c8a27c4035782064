package io.tocsin.processor.load;

import com.sun.management.OperatingSystemMXBean;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.processor.runtime.ProcessorParameters;
import io.tocsin.processor.runtime.ProcessorRuntime;
import io.tocsin.processor.runtime.ProcessorSettings;
import io.tocsin.processor.topology.TaskStatus;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Measures how fast the topology takes events that lie on Kafka already, and how fast a topology that only copies them
 * does. Commands: {@code broker DIR PORT}, {@code fill BOOTSTRAP SOURCES EVENTS PREFIX}, {@code run BOOTSTRAP PREFIX DIR
 * EVENTS}, {@code copy BOOTSTRAP PREFIX DIR EVENTS}.
 */
public final class TopologyLoad {

    private static final String REGISTRY = "mock://load";
    private static final String[] METRICS = {"cpu_usage", "memory_usage", "response_time_ms", "queue_depth"};

    private TopologyLoad() {}

    /** Runs one command. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "broker" -> broker(Path.of(args[1]), Integer.parseInt(args[2]));
            case "fill" -> fill(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), args[4]);
            case "run" -> run(args[1], args[2], args[3], Long.parseLong(args[4]));
            case "copy" -> copy(args[1], args[2], args[3], Long.parseLong(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void broker(Path directory, int port) {
        EmbeddedKafka.builder(directory).port(port).start();
        LockSupport.park();
    }

    private static void fill(String bootstrap, int sources, int events, String prefix) throws Exception {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
            new TopicCreator(admin, Duration.ofSeconds(30)).createMissing(topics, 4, 1);
        }
        AvroSerializer<SpecificRecord> serializer = serializer();
        byte[][] keys = new byte[sources][];
        for (int i = 0; i < sources; i++) {
            keys[i] = new SourceKey("default", "production", "source-" + i).bytes();
        }
        SplittableRandom random = new SplittableRandom(7);
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                int source = i % sources;
                Map<String, Double> metrics = new LinkedHashMap<>();
                for (String metric : METRICS) {
                    metrics.put(metric, Math.rint(random.nextDouble() * 7000) / 100);
                }
                long now = System.currentTimeMillis();
                Event event = new Event(
                        "0192f0c1-0000-7000-8000-" + Long.toHexString(0x100000000000L + i),
                        "default",
                        "production",
                        "source-" + source,
                        "sample",
                        now,
                        now,
                        metrics,
                        Map.of("region", "eu-central-1"),
                        Map.of("service", "source-" + source),
                        Map.of(),
                        Map.of(),
                        null,
                        null,
                        null);
                producer.send(new ProducerRecord<>(
                        topics.events.name(), keys[source], serializer.serialize(topics.events.name(), event)));
            }
        }
        System.out.printf("filled %,d events/s%n", (long) (events / seconds(start)));
    }

    private static void run(String bootstrap, String prefix, String directory, long events) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrap);
        overrides.put(CommonSettings.REGISTRY_URL.name(), REGISTRY);
        overrides.put(CommonSettings.TOPICS_PREFIX.name(), prefix);
        overrides.put(ProcessorSettings.STATE_DIR.name(), directory + "/state");
        overrides.put(ProcessorSettings.APPLICATION_ID.name(), "run-" + System.nanoTime());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("processor."))
                .forEach(name -> overrides.put(name, System.getProperty(name)));
        Settings settings = Settings.of(new SettingsCatalogue(CommonSettings.ALL, ProcessorSettings.ALL), overrides);
        registerEventSchema(prefix);
        try (ProcessorRuntime runtime = new ProcessorRuntime(ProcessorParameters.of(settings), Clock.systemUTC())) {
            runtime.start();
            measure("topology", events, () -> runtime.register().known().stream()
                    .mapToLong(TaskStatus::processed)
                    .sum());
            runtime.register()
                    .known()
                    .forEach(task -> System.out.printf(
                            "partition %d commits %d live %,d bytes resident %,d dirty %,d%n",
                            task.partition(), task.commits(), task.liveBytes(), task.sources(), task.dirtyEntries()));
        }
        System.exit(0);
    }

    private static void copy(String bootstrap, String prefix, String directory, long events) {
        LongAdder copied = new LongAdder();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(new Topics(prefix).events.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .peek((key, value) -> copied.increment())
                .to(new Topics(prefix).evaluations.name(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "copy-" + System.nanoTime());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory + "/copy");
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.consumerPrefix("max.poll.records"), 4000);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 4000);
        properties.put(StreamsConfig.producerPrefix("batch.size"), 128 * 1024);
        properties.put(StreamsConfig.producerPrefix("linger.ms"), 20);
        try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
            streams.start();
            measure("copy", events, copied::sum);
        }
    }

    private static void measure(String what, long events, LongSupplier done) {
        while (done.getAsLong() == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long start = System.nanoTime();
        long cpuStart = cpuNanos();
        long before = done.getAsLong();
        long half = 0;
        long halfAt = 0;
        long now = before;
        while (now < events) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            now = done.getAsLong();
            if (half == 0 && now > events / 2) {
                half = now;
                halfAt = System.nanoTime();
            }
        }
        System.out.printf(
                "%s %,d events/s, second half %,d events/s, %,d ns of CPU per event%n",
                what,
                (long) ((now - before) / seconds(start)),
                (long) ((now - half) / seconds(halfAt)),
                (cpuNanos() - cpuStart) / (now - before));
    }

    private static void registerEventSchema(String prefix) {
        // The registry is in memory: the ids are those of the order of registration, the same as when filling.
        Event event = new Event(
                "", "", "", "", "", 0L, 0L, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null, null);
        serializer().serialize(new Topics(prefix).events.name(), event);
    }

    private static AvroSerializer<SpecificRecord> serializer() {
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        serializer.configure(Map.of(SerdeSettings.REGISTRY_URL, REGISTRY), false);
        return serializer;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
