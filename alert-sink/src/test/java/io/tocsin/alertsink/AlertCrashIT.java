package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.ScriptedReceiver.Received;
import io.tocsin.alertsink.dispatch.AlertInputs;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts through the engine while sinks are killed and receivers fail. Takes minutes, so it runs when it is asked
 * for: {@code -Dit.test=AlertCrashIT -Dtocsin.crash.kills=3}; the full size is
 * {@code -Dtocsin.crash.kills=20 -Dtocsin.crash.episodes=1000}.
 */
@EnabledIfSystemProperty(named = "tocsin.crash.kills", matches = "\\d+")
final class AlertCrashIT {

    private static final Duration LONG = Duration.ofSeconds(240);
    private static final int KILLS = Integer.getInteger("tocsin.crash.kills", 3);
    private static final int EPISODES = Integer.getInteger("tocsin.crash.episodes", 150);

    @TempDir
    private Path directory;

    private final CrowdOfReceivers crowd = new CrowdOfReceivers(17);
    private final AtomicBoolean loading = new AtomicBoolean(true);
    private final AtomicInteger fired = new AtomicInteger();
    /** How many episodes may begin so far, so that the load lasts as long as the kills. */
    private final AtomicInteger allowed = new AtomicInteger();

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private SinkRig rig;
    private AlertInputs inputs;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        rig = new SinkRig(kafka, registry, directory);
        log = directory.resolve("sink.log");
        Path config =
                Files.writeString(directory.resolve("alertmanager.yml"), crowd.configuration(Duration.ofSeconds(1)));
        rig.extra.put("sink.alertmanager-config", config.toString());
        // However busy this machine is, tries do not overlap.
        rig.extra.put("sink.overlap-after", "1m");
        AvroSerializer<AlertInput> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", registry.url()), false);
        inputs = new AlertInputs(
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                serializer,
                rig.topics.alertInputs.name());
    }

    @AfterEach
    void stop() {
        loading.set(false);
        inputs.close();
        rig.close();
        crowd.close();
        registry.close();
        kafka.close();
    }

    private record Open(String name, Map<String, String> labels, Instant startsAt, long endsAtNanos) {}

    /** Lets alerts fire, and resolves each of them within a few seconds. */
    private Thread load(Random random) {
        Thread thread = new Thread(() -> {
            Deque<Open> open = new ArrayDeque<>();
            CrowdOfReceivers.Failure[] receivers = CrowdOfReceivers.Failure.values();
            while (loading.get() && fired.get() < EPISODES || !open.isEmpty()) {
                if (fired.get() < Math.min(EPISODES, allowed.get())) {
                    int number = fired.getAndIncrement();
                    Map<String, String> labels =
                            Map.of("alertname", "a" + number, "r", receivers[number % receivers.length].path());
                    Open each = new Open(
                            "a" + number,
                            labels,
                            Instant.ofEpochMilli(System.currentTimeMillis()),
                            System.nanoTime()
                                    + Duration.ofMillis(500 + random.nextInt(2_500))
                                            .toNanos());
                    post(each, Optional.of(Instant.parse("2099-01-01T00:00:00Z")));
                    open.add(each);
                }
                while (!open.isEmpty() && open.peek().endsAtNanos() < System.nanoTime()) {
                    post(open.poll(), Optional.of(Instant.ofEpochMilli(System.currentTimeMillis())));
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        thread.start();
        return thread;
    }

    private void post(Open alert, Optional<Instant> end) {
        try {
            inputs.alerts(List.of(new PostedAlert(
                            LabelSet.of(alert.labels()),
                            Map.of("summary", alert.name()),
                            Optional.of(alert.startsAt()),
                            end,
                            "",
                            Optional.empty())))
                    .get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void awaitAllKnown() {
        Eventually.within(
                LONG,
                () -> crowd.over() + " of " + fired.get() + " known to be over, not: " + notOver(),
                () -> crowd.over() >= fired.get());
    }

    /** Returns the episodes that are not known to be over, with what is known of them. */
    private Map<String, List<String>> notOver() {
        Map<String, List<String>> known = crowd.known();
        Map<String, List<String>> open = new LinkedHashMap<>();
        for (int i = 0; i < fired.get(); i++) {
            List<String> states = known.getOrDefault("a" + i, List.of());
            if (!states.contains("resolved")) {
                open.put("a" + i, states);
            }
        }
        return open;
    }

    private void assertPromises() {
        Map<String, String> bodies = new HashMap<>();
        for (Received each : crowd.received()) {
            assertThat(bodies.merge(each.id(), each.text(), (first, again) -> first))
                    .as("the body of %s", each.id())
                    .isEqualTo(each.text());
        }
        Map<String, List<String>> known = crowd.known();
        for (int i = 0; i < fired.get(); i++) {
            List<String> states = known.get("a" + i);
            assertThat(states).as("episode a%d is known", i).isNotNull();
            int over = states.indexOf("resolved");
            assertThat(states.subList(over, states.size()))
                    .as("a%d after it was told to be over", i)
                    .containsOnly("resolved");
        }
    }

    @Test
    void killedSinksAndFailingReceiversLoseNothingAndRepeatAtMostOneDeliveryPerKill() throws Exception {
        Random random = new Random(29);
        SinkProcess sink = SinkProcess.start(rig.overrides("a"), log);
        fireAtFirst();
        Thread load = load(random);
        List<Long> recoveries = new ArrayList<>();
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = crowd.accepted();
                allowed.set(EPISODES * kill / (KILLS + 1));
                Eventually.within(LONG, () -> "deliveries after " + before, () -> crowd.accepted() > before);
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(2_500)).toNanos());
                sink.kill();
                long killedAt = System.nanoTime();
                // Some begin while nobody is there.
                allowed.addAndGet(5);
                int atKill = crowd.accepted();
                sink = SinkProcess.start(rig.overrides("a"), log);
                Eventually.within(LONG, () -> "deliveries again", () -> crowd.accepted() > atKill);
                recoveries.add(Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
            }
            allowed.set(EPISODES);
            load.join();
            awaitAllKnown();
            settle();
            System.out.printf(
                    "%d kills, %d episodes, %d requests, %d accepted, %d of them duplicates, delivering again after %s ms%n",
                    KILLS, fired.get(), crowd.received().size(), crowd.accepted(), crowd.duplicates(), recoveries);
            assertPromises();
            assertThat(crowd.duplicates()).isLessThanOrEqualTo(KILLS);
            sink.close();

            int requests = crowd.received().size();
            readInputsAgain();
            sink = SinkProcess.start(rig.overrides("a"), log);
            fireAfterwards();
            assertThat(crowd.received().size() - requests)
                    .as("requests after all inputs were read again, but for the new alert's")
                    .isEqualTo((int) crowd.received().stream()
                            .filter(each -> each.text().contains("\"afterwards\""))
                            .count());
        } finally {
            sink.close();
        }
    }

    @Test
    void twoSinksWithFailingReceiversTellNobodyTwice() throws Exception {
        try (SinkProcess one = SinkProcess.start(rig.overrides("a"), log);
                SinkProcess other = SinkProcess.start(rig.overrides("b"), log)) {
            fireAtFirst();
            allowed.set(EPISODES);
            load(new Random(31)).join();
            awaitAllKnown();
            settle();
            System.out.printf(
                    "two sinks: %d episodes, %d requests, %d accepted, %d of them duplicates%n",
                    fired.get(), crowd.received().size(), crowd.accepted(), crowd.duplicates());
            assertThat(one.isAlive() && other.isAlive()).isTrue();
        }
        assertPromises();
        assertThat(crowd.duplicates()).isZero();
    }

    /** Waits until nobody is told anything any more. */
    private void settle() {
        int[] last = {-1};
        long[] since = {System.nanoTime()};
        Eventually.within(LONG, () -> "quiet", () -> {
            int now = crowd.received().size();
            if (now != last[0]) {
                last[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0]
                    > CrowdOfReceivers.PATIENCE.plusSeconds(3).toNanos();
        });
    }

    private void readInputsAgain() throws Exception {
        try (Admin admin = rig.admin()) {
            TopicPartition partition = new TopicPartition(rig.topics.alertInputs.name(), 0);
            Eventually.within(LONG, () -> "the group to be empty", () -> {
                try {
                    admin.alterConsumerGroupOffsets(
                                    rig.topics.prefix() + "-alert-sink", Map.of(partition, new OffsetAndMetadata(0)))
                            .all()
                            .get();
                    return true;
                } catch (ExecutionException occupied) {
                    return false;
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            });
        }
    }

    /** What ends before there ever was a configuration is told to nobody, so this waits until there is one. */
    private void fireAtFirst() {
        fireAlone("at-first");
    }

    /** What is read again lies before this alert, so when it is told, nothing else will be. */
    private void fireAfterwards() {
        fireAlone("afterwards");
        settle();
    }

    private void fireAlone(String name) {
        post(
                new Open(
                        name,
                        Map.of("alertname", name, "r", "late"),
                        Instant.ofEpochMilli(System.currentTimeMillis()),
                        0),
                Optional.of(Instant.parse("2099-01-01T00:00:00Z")));
        Eventually.within(LONG, () -> name + " told", () -> crowd.known().containsKey(name));
    }
}
