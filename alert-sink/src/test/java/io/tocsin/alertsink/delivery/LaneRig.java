package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.DeliveryLedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A lane whose clock, threads, ledger and receiver are in the hands of the test. */
final class LaneRig implements Channel, Ledger, Executor {

    static final DeliveryResult OK = new DeliveryResult.Delivered(OptionalInt.of(200));
    static final DeliveryResult DOWN = new DeliveryResult.Failed(OptionalInt.of(503), "503", Optional.empty());
    static final DeliveryResult GONE = new DeliveryResult.Refused(OptionalInt.of(410), "410");

    final List<String> tries = new ArrayList<>();
    final List<DeliveryLedgerEntry> entries = new ArrayList<>();
    final List<String> recorded = new ArrayList<>();
    final Map<String, ArrayDeque<DeliveryResult>> script = new HashMap<>();
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    final ArrayDeque<CompletableFuture<Void>> heldWrites = new ArrayDeque<>();
    final CountingLaneMetrics metrics = new CountingLaneMetrics();
    boolean holdWrites;
    DeliveryResult otherwise = OK;
    long now = Examples.START;

    final DeliveryLane lane;

    LaneRig() {
        this(new LaneParameters(1_000, 8, Duration.ofMillis(250), Duration.ofSeconds(30)));
    }

    LaneRig(LaneParameters parameters) {
        RetryPolicy policy = new RetryPolicy(
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofHours(1),
                new Random(1));
        lane = new DeliveryLane(this, parameters, policy, this, this, () -> Instant.ofEpochMilli(now), metrics);
    }

    /** Hands in a delivery of partition 0 from the outbox. */
    LaneRig accept(String id, String fingerprint, long sequence) {
        Delivery delivery = Examples.delivery(id, name(), fingerprint, sequence, sequence % 2 == 0);
        lane.accept(0, delivery, () -> recorded.add(id));
        return this;
    }

    LaneRig script(String id, DeliveryResult... results) {
        script.computeIfAbsent(id, each -> new ArrayDeque<>()).addAll(List.of(results));
        return this;
    }

    /** Runs everything that can run without time passing. */
    LaneRig run() {
        lane.pump();
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
        return this;
    }

    LaneRig advance(Duration time) {
        now += time.toMillis();
        return run();
    }

    /** Lets time pass in steps until nothing is open any more. */
    LaneRig runToTheEnd(Duration step, int steps) {
        run();
        for (int i = 0; i < steps && lane.open() > 0; i++) {
            advance(step);
        }
        return this;
    }

    @Override
    public String type() {
        return "test";
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) {
        tries.add(delivery.getId());
        ArrayDeque<DeliveryResult> results = script.get(delivery.getId());
        return results == null || results.isEmpty() ? otherwise : results.poll();
    }

    @Override
    public void close() {}

    @Override
    public CompletionStage<Void> record(int partition, DeliveryLedgerEntry entry) {
        entries.add(entry);
        CompletableFuture<Void> write = new CompletableFuture<>();
        if (holdWrites) {
            heldWrites.add(write);
        } else {
            write.complete(null);
        }
        return write;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** The latest entry of a delivery. */
    DeliveryLedgerEntry entry(String id) {
        return entries.stream()
                .filter(each -> each.getDelivery().getId().equals(id))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Counts as the interface says. */
    static final class CountingLaneMetrics implements LaneMetrics {

        int accepted;
        int resumed;
        int released;
        int sent;
        int dead;
        int superseded;

        @Override
        public void accepted() {
            accepted++;
        }

        @Override
        public void resumed() {
            resumed++;
        }

        @Override
        public void attempted(DeliveryLedgerEntry after) {
            switch (after.getState()) {
                case SENT -> sent++;
                case DEAD -> dead++;
                case RETRYING, SUPERSEDED -> {}
            }
        }

        @Override
        public void superseded() {
            superseded++;
        }

        @Override
        public void released() {
            released++;
        }
    }
}
