package io.tocsin.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.catalogue.TopicCreator;
import io.tocsin.schemas.catalogue.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Tocsin as separate processes around a broker and a registry that a test may stop. */
final class ClusterRig implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final int SOURCES = 40;

    final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    final EmbeddedKafka kafka;
    private final Path folder;
    private final List<TocsinProcess> processes = new ArrayList<>();
    private final int registryPort;
    private EmbeddedRegistry registry;

    ClusterRig(Path folder) throws IOException {
        this.folder = folder;
        kafka = EmbeddedKafka.builder(folder.resolve("kafka")).start();
        registryPort = TocsinProcess.freePort();
        startRegistry();
        try (Admin admin = admin()) {
            new TopicCreator(admin, Duration.ofSeconds(20)).createMissing(topics, PARTITIONS, 1);
        }
    }

    void startRegistry() {
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), registryPort);
    }

    void stopRegistry() {
        registry.close();
    }

    /** Starts a service; the same name again finds its data again. */
    TocsinProcess start(String command, String name, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "registry.url=http://127.0.0.1:" + registryPort,
                "topics.partitions=" + PARTITIONS));
        all.addAll(List.of(options));
        TocsinProcess service = TocsinProcess.service(command, folder.resolve(name), TocsinProcess.freePort(), all);
        processes.add(service);
        return service;
    }

    TocsinProcess startProcessor(String name) throws IOException {
        return start("processor", name, "processor.standby-replicas=1");
    }

    /** Sends one event of each source and returns the answer. */
    static TocsinProcess.Answer sendRound(TocsinProcess gateway, int round) {
        String events = IntStream.range(0, SOURCES)
                .mapToObj(i -> "{\"id\":\"" + round + "\",\"source\":\"s" + i
                        + "\",\"event_type\":\"load\",\"data\":{\"n\":" + round + "}}")
                .collect(Collectors.joining("\n"));
        return gateway.post("/api/v1/events", "application/x-ndjson", events);
    }

    /** Waits until every source has counted so many events. */
    static void awaitCounts(TocsinProcess query, long each) {
        for (int source = 0; source < SOURCES; source++) {
            query.await(
                    "/api/v1/sources/s" + source,
                    view -> view.path("event_count").asLong() >= each);
        }
    }

    /** Waits until every partition of the sources has an active and a caught-up standby. */
    static void awaitStandbys(TocsinProcess query) {
        query.await("/api/v1/instances", answer -> {
            int active = 0;
            int standby = 0;
            for (JsonNode instance : answer.path("items")) {
                for (JsonNode at : instance.path("views").path("sources")) {
                    boolean usable = at.path("queryable").asBoolean();
                    active += usable && at.path("role").asText().equals("active") ? 1 : 0;
                    standby += usable
                                    && at.path("role").asText().equals("standby")
                                    && at.path("lag").asLong(99) < 20
                            ? 1
                            : 0;
                }
            }
            return active == PARTITIONS && standby == PARTITIONS;
        });
    }

    /** Returns how many records the dead-letter topic has. */
    long deadLetters() throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topics.deadLetters.name(), partition))
                    .collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    @Override
    public void close() {
        processes.forEach(TocsinProcess::close);
        registry.close();
        kafka.close();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
