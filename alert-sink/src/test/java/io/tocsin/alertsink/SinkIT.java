package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.ScriptedReceiver.Received;
import io.tocsin.alertsink.channel.SignatureCheck;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.service.RunningService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SinkIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private SinkRig rig;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
    }

    @AfterAll
    static void stopKafka() {
        registry.close();
        kafka.close();
    }

    @BeforeEach
    void makeRig() {
        rig = new SinkRig(kafka, registry, directory);
        rig.extra.put("sink.webhook.ops.url", receiver.url().toString());
        rig.extra.put("sink.webhook.ops.secret", SECRET);
    }

    @AfterEach
    void close() {
        rig.close();
        receiver.close();
    }

    /** Waits for the number of different deliveries that were answered with 2xx in the end. */
    private void awaitDeliveries(int expected) {
        Eventually.within(LONG, () -> distinct() + " of " + expected + " deliveries", () -> distinct() >= expected);
    }

    private int distinct() {
        Set<String> ids = new HashSet<>();
        receiver.received().forEach(each -> ids.add(each.id()));
        return ids.size();
    }

    private static void assertNoDuplicates(List<Received> received) {
        assertThat(received).extracting(Received::id).doesNotHaveDuplicates();
    }

    private static void assertStableBodies(List<Received> received) {
        Map<String, String> bodies = new HashMap<>();
        for (Received each : received) {
            assertThat(bodies.merge(each.id(), each.text(), (first, again) -> first))
                    .isEqualTo(each.text());
        }
    }

    private void assertFiringBeforeResolved() throws Exception {
        Set<String> fired = new HashSet<>();
        for (Received each : receiver.received()) {
            JsonNode body = JSON.readTree(each.body());
            String fingerprint = body.at("/alerts/0/fingerprint").textValue();
            if (body.get("status").textValue().equals("firing")) {
                fired.add(fingerprint);
            } else {
                assertThat(fired).contains(fingerprint);
            }
        }
    }

    @Test
    void anAlertIsAtTheReceiverWithinMilliseconds() {
        rig.start("a");
        int many = 500;
        rig.episodes("many", 0, many / 2);
        awaitDeliveries(many);
        // And one by one like those that are measured: many at once are one input and one transaction.
        int warmUp = many + 250;
        for (int i = many; i < warmUp; i++) {
            rig.transition("warm-up" + i, 1, 1, AlertState.FIRING);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        awaitDeliveries(warmUp);
        Map<String, Long> written = new ConcurrentHashMap<>();
        int alerts = 200;
        for (int i = 0; i < alerts; i++) {
            written.put("f" + i, System.nanoTime());
            rig.transition("f" + i, 1, 1, AlertState.FIRING);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        awaitDeliveries(alerts + warmUp);
        List<Double> millis = new ArrayList<>();
        for (Received each : receiver.received()) {
            String body = each.text();
            String fingerprint = body.replaceAll("(?s).*\"fingerprint\":\"([^\"]+)\".*", "$1");
            if (written.containsKey(fingerprint)) {
                millis.add((each.nanos() - written.get(fingerprint)) / 1e6);
            }
            SignatureCheck.verify(SECRET, each.headers(), each.body());
        }
        millis.sort(null);
        System.out.printf(
                "transition to webhook, %d at 50/s: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                millis.size(),
                millis.get(alerts / 2),
                millis.get(alerts * 9 / 10),
                millis.get(alerts * 99 / 100),
                millis.get(alerts - 1));
        assertNoDuplicates(receiver.received());
        assertThat(millis.get(alerts / 2)).isLessThan(60);
    }

    @Test
    void alertsOfOneIncidentComeInOneNotificationWithItsIdAndAddress() throws Exception {
        rig.extra.put("sink.by-incident", "true");
        rig.start("a");
        long now = System.currentTimeMillis();
        for (String alert : List.of("f1", "f2")) {
            for (int step = 1; step <= 2; step++) {
                AlertTransition example = Examples.transition(alert, 1, step, AlertState.FIRING);
                rig.write(AlertTransition.newBuilder(example)
                        .setAt(now)
                        .setAlert(Alert.newBuilder(example.getAlert())
                                .setFiredAt(now)
                                .setIncident(step == 1 ? null : "inc-1")
                                .build())
                        .build());
            }
        }
        rig.flush();
        awaitDeliveries(1);
        JsonNode body = JSON.readTree(receiver.received().get(0).body());
        assertThat(body.path("alerts")).hasSize(2);
        assertThat(body.at("/groupLabels/incident").textValue()).isEqualTo("inc-1");
        assertThat(body.at("/commonAnnotations/incident_url").textValue()).endsWith("/api/v1/incidents/inc-1");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aStormOfAlertsIsTold() {
        rig.start("a");
        rig.episodes("warm-up", 0, 250);
        awaitDeliveries(500);
        int alerts = 3_000;
        long start = System.nanoTime();
        for (int i = 0; i < alerts; i++) {
            rig.transition("f" + i, 1, 1, AlertState.FIRING);
        }
        awaitDeliveries(500 + alerts);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("a storm of %d alerts: %.1f s, %.0f a second%n", alerts, seconds, alerts / seconds);
        assertNoDuplicates(receiver.received());
    }

    @Test
    void aReceiverThatFailsInEveryWayGetsEverythingInOrder() throws Exception {
        rig.extra.put("sink.webhook.ops.timeout", "500ms");
        rig.extra.put("sink.overlap-after", "100ms");
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        List<Reaction> reactions = List.of(
                Reaction.answer(500),
                Reaction.retryAfter(503, "1"),
                Reaction.retryAfter(429, "1"),
                Reaction.hang(),
                Reaction.reset(),
                Reaction.answer(200).late(Duration.ofMillis(300)));
        receiver.script(request -> {
            int attempt = tries.merge(request.id(), 1, Integer::sum);
            int kind = Math.floorMod(request.id().hashCode(), reactions.size());
            return attempt <= 2 ? reactions.get(kind) : Reaction.answer(200);
        });
        rig.start("a");
        rig.episodes("f", 0, 15);
        rig.awaitAllSent(30);
        assertStableBodies(receiver.received());
        assertFiringBeforeResolved();
        for (DeliveryLedgerEntry each : rig.ledger()) {
            assertThat(each.getAttemptCount()).isLessThanOrEqualTo(3);
            assertThat(each.getAttempts()).hasSize(each.getAttemptCount());
        }
    }

    @Test
    void aDeadChannelDoesNotHoldUpAnotherOne() throws Exception {
        try (ScriptedReceiver dead = new ScriptedReceiver()) {
            dead.script(any -> Reaction.hang());
            Path file = directory.resolve("isolated.jsonl");
            rig.extra.put("sink.webhook.dead.url", dead.url().toString());
            rig.extra.put("sink.queue-capacity", "5");
            rig.extra.put("sink.drain-timeout", "100ms");
            rig.extra.put("sink.file.path", file.toString());
            rig.start("a");
            rig.episodes("f", 0, 100);
            awaitDeliveries(200);
            Eventually.within(LONG, () -> "lines of the file", () -> lines(file) == 200);
            assertNoDuplicates(receiver.received());
            assertThat(dead.received()).hasSizeLessThanOrEqualTo(8);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (java.io.IOException notYet) {
            return 0;
        }
    }

    @Test
    void twoSinksShareTheWorkAndNobodyIsToldTwice() {
        rig.extra.put("sink.drain-timeout", "10s");
        receiver.script(any -> Reaction.answer(200).late(Duration.ofMillis(2)));
        RunningService first = rig.start("a");
        rig.episodes("f", 0, 100);
        rig.start("b");
        rig.episodes("f", 100, 200);
        awaitDeliveries(300);
        first.close();
        rig.episodes("f", 200, 300);
        rig.awaitAllSent(600);
        assertNoDuplicates(receiver.received());
    }

    @Test
    void readingEverythingAgainTellsNothingNew() throws Exception {
        RunningService before = rig.start("a");
        rig.episodes("f", 0, 50);
        rig.awaitAllSent(100);
        before.close();
        String application = rig.topics.prefix() + "-alert-sink";
        String feed = application + "-feed.own-alerts";
        try (Admin admin = rig.admin()) {
            admin.deleteConsumerGroups(List.of(application, feed, application + "-ops"))
                    .all()
                    .get();
        }
        RunningService again = rig.start("a");
        rig.transition("marker", 1, 1, AlertState.FIRING);
        awaitDeliveries(101);
        again.close();
        assertThat(receiver.received()).hasSize(101);

        // Now the state of the engine is lost as well; what remains is the ledger.
        try (Admin admin = rig.admin()) {
            admin.deleteConsumerGroups(List.of(application, feed, application + "-ops"))
                    .all()
                    .get();
            admin.deleteTopics(List.of(application + "-" + Stores.ALERT_ENGINE + "-changelog"))
                    .all()
                    .get();
        }
        rig.start("b");
        rig.transition("second-marker", 1, 1, AlertState.FIRING);
        awaitDeliveries(102);
        Eventually.within(
                LONG,
                () -> "intents again",
                () -> rig.read(rig.topics.deliveries.name(), Delivery.class).size() == 101 + 102);
        Eventually.stays(
                Duration.ofSeconds(2),
                () -> receiver.received().size() + " requests",
                () -> receiver.received().size() == 102);
    }

    @Test
    void poisonInTheOutboxGoesToTheDeadLetters() throws Exception {
        rig.start("a");
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<byte[], byte[]>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (String key : List.of("ops|x", "nobody|x", "", "|")) {
                producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                        rig.topics.deliveries.name(),
                        key.getBytes(StandardCharsets.UTF_8),
                        "poison".getBytes(StandardCharsets.UTF_8)));
            }
        }
        rig.episodes("f", 0, 5);
        rig.awaitAllSent(10);
        Eventually.within(LONG, () -> "4 dead letters", () -> {
            try (Admin admin = rig.admin()) {
                long end = 0;
                for (int partition = 0; partition < 4; partition++) {
                    var at = new org.apache.kafka.common.TopicPartition(rig.topics.deadLetters.name(), partition);
                    end += admin.listOffsets(Map.of(at, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                            .all()
                            .get()
                            .get(at)
                            .offset();
                }
                return end == 4;
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }
}
