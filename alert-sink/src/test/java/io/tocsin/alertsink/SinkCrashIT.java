package io.tocsin.alertsink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.ScriptedReceiver.Received;
import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.embedded.EmbeddedRegistry;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import io.tocsin.service.RunningService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SinkCrashIT {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    private Path directory;

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger episodes = new AtomicInteger();
    private final AtomicBoolean loading = new AtomicBoolean(true);
    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private SinkRig rig;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.builder(directory.resolve("kafka")).start();
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        rig = new SinkRig(kafka, registry, directory);
        rig.extra.put("sink.webhook.ops.url", receiver.url().toString());
        // However busy this machine is, tries do not overlap.
        rig.extra.put("sink.overlap-after", "1m");
    }

    @AfterEach
    void stop() {
        loading.set(false);
        rig.close();
        receiver.close();
        registry.close();
        kafka.close();
    }

    /** Takes 2xx for itself and counts what was accepted. */
    private Reaction accept(Received request) {
        accepted.merge(request.id(), 1, Integer::sum);
        return Reaction.answer(200);
    }

    private Thread load(Duration between) {
        Thread thread = new Thread(() -> {
            while (loading.get()) {
                int episode = episodes.getAndIncrement();
                rig.transition("f" + episode, 1, 1, AlertState.FIRING);
                rig.transition("f" + episode, 1, 2, AlertState.RESOLVED);
                LockSupport.parkNanos(between.toNanos());
            }
            rig.flush();
        });
        thread.start();
        return thread;
    }

    private void stopLoad(Thread load) throws InterruptedException {
        loading.set(false);
        load.join();
    }

    private void awaitEverythingAccepted() {
        Eventually.within(
                LONG,
                () -> accepted.size() + " of " + 2 * episodes.get() + " accepted",
                () -> accepted.size() == 2 * episodes.get());
    }

    private int duplicates() {
        return accepted.values().stream().mapToInt(count -> count - 1).sum();
    }

    private void assertStableBodies() {
        Map<String, String> bodies = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (Received each : receiver.received()) {
            assertThat(bodies.merge(each.id(), each.text(), (first, again) -> first))
                    .isEqualTo(each.text());
            texts.add(each.text());
        }
        assertThat(texts).as("each fact has one id").hasSameSizeAs(bodies.keySet());
    }

    private void killUnderLoad(int kills, Random random) throws InterruptedException {
        Path log = directory.resolve("sink.log");
        SinkProcess sink = SinkProcess.start(rig.overrides("a"), log);
        Thread load = load(Duration.ofMillis(25));
        List<Long> recoveries = new ArrayList<>();
        try {
            for (int kill = 0; kill < kills; kill++) {
                int before = accepted.size();
                Eventually.within(
                        LONG, () -> "deliveries after a start, have " + before, () -> accepted.size() > before + 20);
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(700)).toNanos());
                sink.kill();
                int atKill = accepted.size();
                long killedAt = System.nanoTime();
                sink = SinkProcess.start(rig.overrides("a"), log);
                Eventually.within(LONG, () -> "deliveries again", () -> accepted.size() > atKill);
                recoveries.add(Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
            }
            stopLoad(load);
            awaitEverythingAccepted();
        } finally {
            sink.close();
        }
        System.out.printf(
                "%d kills, %d deliveries, %d duplicates, delivering again after %s ms%n",
                kills, accepted.size(), duplicates(), recoveries);
    }

    @Test
    void aKilledSinkLosesNothingAndRepeatsAtMostOneDeliveryPerKill() throws Exception {
        receiver.script(this::accept);
        killUnderLoad(5, new Random(11));
        assertThat(duplicates()).isLessThanOrEqualTo(5);
        assertStableBodies();
    }

    @Test
    void aKilledSinkLosesNothingThoughTheReceiverFailsAsWell() throws Exception {
        Random random = new Random(5);
        receiver.script(request -> switch (random.nextInt(8)) {
            case 0 -> Reaction.answer(503);
            case 1 -> Reaction.reset();
            default -> accept(request).late(Duration.ofMillis(random.nextInt(5)));
        });
        killUnderLoad(4, new Random(23));
        assertThat(duplicates()).isLessThanOrEqualTo(4);
        assertStableBodies();
    }

    @Test
    void whenOneOfTwoSinksIsKilledTheOtherOneCarriesOn() throws Exception {
        receiver.script(this::accept);
        Path log = directory.resolve("sink.log");
        try (SinkProcess survivor = SinkProcess.start(rig.overrides("a"), log)) {
            SinkProcess victim = SinkProcess.start(rig.overrides("b"), log);
            Thread load = load(Duration.ofMillis(25));
            Eventually.within(LONG, () -> "deliveries", () -> accepted.size() > 300);
            victim.kill();
            long killedAt = System.nanoTime();
            stopLoad(load);
            awaitEverythingAccepted();
            System.out.printf(
                    "one of two sinks killed: %d deliveries, %d duplicates, all told %d ms later%n",
                    accepted.size(),
                    duplicates(),
                    Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
            assertThat(survivor.isAlive()).isTrue();
        }
        assertThat(duplicates()).isLessThanOrEqualTo(1);
        assertStableBodies();
    }

    @Test
    void whileKafkaIsAwayNothingIsLostAndNobodyIsToldTwice() throws Exception {
        receiver.script(this::accept);
        RunningService service = rig.start("a");
        Thread load = load(Duration.ofMillis(25));
        Eventually.within(LONG, () -> "first deliveries", () -> accepted.size() > 50);
        kafka.stop();
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
        kafka.start();
        int before = accepted.size();
        Eventually.within(LONG, () -> "deliveries again", () -> accepted.size() > before + 50);
        stopLoad(load);
        awaitEverythingAccepted();
        assertThat(duplicates()).isZero();
        assertThat(receiver.received()).hasSize(2 * episodes.get());
        Eventually.within(
                LONG,
                () -> "all on the ledger",
                () -> rig.read(rig.topics.deliveryLedger.name(), DeliveryLedgerEntry.class).stream()
                                .filter(each -> each.getState() == DeliveryState.SENT)
                                .map(each -> each.getDelivery().getId())
                                .distinct()
                                .count()
                        == 2L * episodes.get());
        service.close();
    }
}
