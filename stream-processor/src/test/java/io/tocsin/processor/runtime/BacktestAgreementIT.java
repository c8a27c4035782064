package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.http.StrictJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a backtest says against what was said live, on a real broker. {@code -Dtocsin.backtest.events=1000000} makes it a
 * million events. Events and ticks lie on Kafka before the processor starts, so that it folds them in the order of their
 * append times however busy the machine is; a processor that is behind may take a tick before an earlier event.
 */
class BacktestAgreementIT {

    private static final int EVENTS = Integer.getInteger("tocsin.backtest.events", 20_000);
    private static final int SOURCES = 200;
    private static final int SENT_AT_ONCE = 5_000;
    private static final int PARTITIONS = 4;
    private static final long SETTLES_MS = 3_000;
    private static final Map<String, String> RULES = Map.of(
            "single", "metric: load, threshold: 97",
            "window", "metric: load, aggregation: mean, window: 1m, threshold: 68, severity: critical",
            "expression", "expression: \"max('load', '1m') > 98.0 && events('1m') > 20.0\"");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final Set<String> broken = new TreeSet<>();
    private long lastAt;
    private long tickedAt;

    @Test
    void aBacktestSaysOfEachSourceWhatWasSaidLive() throws Exception {
        StringBuilder pack = new StringBuilder("rules:\n");
        RULES.forEach((id, rule) ->
                pack.append("  - {id: ").append(id).append(", ").append(rule).append("}\n"));
        Path rules = Files.writeString(directory.resolve("rules.yaml"), pack);
        try (TestCluster cluster = new TestCluster(directory)) {
            long from = System.currentTimeMillis() - 1;
            cluster.createTopics(PARTITIONS);
            send(cluster);
            long until = lastAt + SETTLES_MS;
            long began = System.nanoTime();
            ProcessorRuntime processor = cluster.startReady("one", Map.of("rules.files", rules.toString()));
            ends.forEach(
                    (partition, end) -> TestCluster.await("all is folded", () -> cluster.committed(partition) > end));
            double live = seconds(began);
            TestCluster.await(
                    "what follows from time has followed", () -> processor.register().active().values().stream()
                            .allMatch(task -> task.streamTime() > until + 1_000));

            Map<String, Map<String, Long>> said = live(cluster, until);
            assertThat(said.get("single").keySet()).containsAll(broken);
            for (String rule : RULES.keySet()) {
                began = System.nanoTime();
                JsonNode done = backtest(processor, rule, from, until);
                assertThat(done.path("state").asText()).isEqualTo("done");
                assertThat(done.path("events").asInt()).isEqualTo(EVENTS);
                assertThat(done.path("progress").path("read").asLong())
                        .isEqualTo(done.path("progress").path("total").asLong());
                Map<String, Long> tried = tried(done, until);
                Map<String, Long> expected = said.getOrDefault(rule, Map.of());
                long exact = expected.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(tried.get(entry.getKey())))
                        .count();
                System.out.printf(
                        "backtest of %s over %d events: %.1f s (live %.1f s), %d of %d happenings at the same millisecond%n",
                        rule, EVENTS, seconds(began), live, exact, expected.size());
                assertThat(tried.keySet()).isEqualTo(expected.keySet());
                assertThat(expected).isNotEmpty();
                // Of a tick and an event of the same millisecond either may come first.
                assertThat(tried).allSatisfy((what, at) -> assertThat(Math.abs(at - expected.get(what)))
                        .as(what)
                        .isLessThanOrEqualTo(1_000));
            }
            JsonNode again = ask(
                            processor,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("action", "re-evaluate")
                                    .put("minutes", 60))
                    .path("body");
            System.out.println("re-evaluation: " + again.path("re_evaluated") + " compared, " + again.path("changed")
                    + " changed, complete " + again.path("complete"));
            assertThat(again.path("re_evaluated").asInt()).isPositive();
            assertThat(again.path("changed").asInt()).as(again.toString()).isZero();
        }
    }

    private void send(TestCluster cluster) throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        for (int sent = 0; sent < EVENTS; ) {
            List<Event> events = new ArrayList<>();
            long now = System.currentTimeMillis();
            for (int i = 0; i < SENT_AT_ONCE && sent < EVENTS; i++, sent++) {
                int source = random.nextInt(SOURCES);
                double busy = 20 * Math.sin(now / 60_000.0 + source);
                double load = Math.min(100, 50 + busy + random.nextDouble() * 30);
                if (load > 97) {
                    broken.add("s" + source + " fired");
                }
                events.add(Events.sample("e" + sent, "s" + source, "load", load));
            }
            for (RecordMetadata written : cluster.send(events)) {
                ends.merge(written.partition(), written.offset(), Math::max);
                lastAt = Math.max(lastAt, written.timestamp());
            }
            tick(cluster);
        }
        TestCluster.await("time passes", () -> {
            tick(cluster);
            return tickedAt > lastAt + SETTLES_MS + 1_000;
        });
    }

    private void tick(TestCluster cluster) {
        if (System.currentTimeMillis() >= tickedAt + 1_000) {
            tickedAt = System.currentTimeMillis();
            try {
                cluster.tick(PARTITIONS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Returns when what happened by rule. */
    private static Map<String, Map<String, Long>> live(TestCluster cluster, long until) {
        AvroDeserializer<AlertTransition> transitions = new AvroDeserializer<>();
        Map<String, Object> config = new HashMap<>(cluster.serde);
        config.put(SerdeSettings.SPECIFIC_READER, true);
        transitions.configure(config, false);
        Map<String, Map<String, Long>> said = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(cluster.topics.alertTransitions)) {
            AlertTransition step = transitions.deserialize(record.topic(), record.value());
            Map<String, Long> ofRule = said.computeIfAbsent(step.getAlert().getRule(), rule -> new TreeMap<>());
            if (step.getAt() >= until || step.getKind() == AlertStepKind.JOINED) {
                continue;
            }
            if (step.getTo() == AlertState.FIRING && step.getFrom() != AlertState.RECOVERING) {
                note(ofRule, step.getAlert().getSource() + " fired", step.getAt());
            } else if (step.getTo() == AlertState.RESOLVED && step.getAlert().getFiredAt() != null) {
                note(ofRule, step.getAlert().getSource() + " ended", step.getAt());
            }
        }
        transitions.close();
        return said;
    }

    private static Map<String, Long> tried(JsonNode done, long until) {
        Map<String, Long> tried = new TreeMap<>();
        for (JsonNode episode : done.path("results").get(0).path("episodes")) {
            note(tried, episode.path("source").asText() + " fired", time(episode.path("fired_at")));
            if (!episode.path("ended_at").isNull() && time(episode.path("ended_at")) < until) {
                note(tried, episode.path("source").asText() + " ended", time(episode.path("ended_at")));
            }
        }
        return tried;
    }

    private static void note(Map<String, Long> happened, String what, long at) {
        String numbered = what;
        for (int i = 2; happened.containsKey(numbered); i++) {
            numbered = what + " " + i;
        }
        happened.put(numbered, at);
    }

    private static long time(JsonNode text) {
        return Instant.parse(text.asText()).toEpochMilli();
    }

    private JsonNode backtest(ProcessorRuntime processor, String rule, long from, long until) throws Exception {
        ObjectNode text = JsonNodeFactory.instance
                .objectNode()
                .put("rule_id", rule)
                .put("start", Instant.ofEpochMilli(from).toString())
                .put("end", Instant.ofEpochMilli(until).toString());
        JsonNode started = ask(
                processor,
                JsonNodeFactory.instance.objectNode().put("action", "start").put("text", text.toString()));
        assertThat(started.path("status").asInt()).as(started.toString()).isEqualTo(202);
        ObjectNode question = JsonNodeFactory.instance
                .objectNode()
                .put("action", "get")
                .put("id", started.path("body").path("id").asText());
        TestCluster.await("the backtest is over", () -> !List.of("waiting", "running")
                .contains(
                        quietly(processor, question).path("body").path("state").asText()));
        return ask(processor, question).path("body");
    }

    private JsonNode quietly(ProcessorRuntime processor, ObjectNode question) {
        try {
            return ask(processor, question);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode ask(ProcessorRuntime processor, ObjectNode question) throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create("http://" + processor.queryAddress() + "/iq/v1/backtests"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(question)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return StrictJson.parse(response.body());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
