package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes of their own, and what fails around them. */
class ClusterIT {

    @TempDir
    private Path folder;

    @Test
    void queriesGoOnFromTheStandbyWhenAProcessorIsKilled() throws Exception {
        try (ClusterRig rig = new ClusterRig(folder)) {
            TocsinProcess gateway = rig.start("gateway", "gateway");
            TocsinProcess first = rig.startProcessor("processor-1");
            rig.startProcessor("processor-2");
            TocsinProcess query = rig.start("query", "query");
            assertThat(ClusterRig.sendRound(gateway, 1).status()).isEqualTo(202);
            ClusterRig.awaitStandbys(query);
            ClusterRig.awaitCounts(query, 1);

            first.kill();
            int fromStandby = 0;
            List<String> wrong = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int source = 0; source < ClusterRig.SOURCES; source++) {
                    TocsinProcess.Answer answer = query.get("/api/v1/sources/s" + source);
                    if (answer.status() != 200
                            || answer.json().path("event_count").asLong() != 1) {
                        wrong.add("s" + source + ": " + answer);
                    }
                    for (JsonNode served : answer.json().path("served_by")) {
                        fromStandby += served.path("role").asText().equals("standby") ? 1 : 0;
                    }
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(fromStandby).isPositive();

            assertThat(ClusterRig.sendRound(gateway, 2).status()).isEqualTo(202);
            ClusterRig.awaitCounts(query, 2);
        }
    }

    @Test
    void aRollingRestartFailsNoQuery() throws Exception {
        try (ClusterRig rig = new ClusterRig(folder)) {
            TocsinProcess gateway = rig.start("gateway", "gateway");
            List<TocsinProcess> processors =
                    List.of(rig.startProcessor("processor-1"), rig.startProcessor("processor-2"));
            TocsinProcess query = rig.start("query", "query");
            assertThat(ClusterRig.sendRound(gateway, 1).status()).isEqualTo(202);
            ClusterRig.awaitStandbys(query);
            ClusterRig.awaitCounts(query, 1);

            AtomicBoolean done = new AtomicBoolean();
            AtomicLong asked = new AtomicLong();
            CompletableFuture<List<String>> asking = CompletableFuture.supplyAsync(() -> {
                List<String> failed = new ArrayList<>();
                while (!done.get()) {
                    long n = asked.getAndIncrement();
                    TocsinProcess.Answer answer = query.get("/api/v1/sources/s" + n % ClusterRig.SOURCES);
                    if (answer.status() != 200
                            || answer.json().path("event_count").asLong() < 1) {
                        failed.add(answer.toString());
                    }
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
                return failed;
            });
            for (int i = 0; i < processors.size(); i++) {
                processors.get(i).stop();
                rig.startProcessor("processor-" + (i + 1));
                ClusterRig.awaitStandbys(query);
            }
            done.set(true);
            assertThat(asking.get()).isEmpty();
            assertThat(asked.get()).isGreaterThan(100);
            assertThat(ClusterRig.sendRound(gateway, 2).status()).isEqualTo(202);
            ClusterRig.awaitCounts(query, 2);
        }
    }

    @Test
    void withoutKafkaTheGatewayRefusesAndNothingAcknowledgedIsLost() throws Exception {
        try (ClusterRig rig = new ClusterRig(folder)) {
            TocsinProcess gateway = rig.start("gateway", "gateway", "gateway.delivery-deadline=3s");
            rig.startProcessor("processor-1");
            TocsinProcess query = rig.start("query", "query");
            long acknowledged = 0;
            for (int round = 0; round < 5; round++) {
                acknowledged += ClusterRig.sendRound(gateway, round).status() == 202 ? 1 : 0;
            }
            assertThat(acknowledged).isEqualTo(5);

            rig.kafka.stop();
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            int round = 5;
            while (System.nanoTime() < until) {
                TocsinProcess.Answer answer = ClusterRig.sendRound(gateway, round++);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).as("Retry-After").isNotNull();
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
            rig.kafka.start();
            gateway.await("/readyz", answer -> true);

            // As a client does: what got no 2xx is sent again under its id; whether an attempt came through or not.
            for (int again = 5; again < round; again++) {
                int number = again;
                gateway.await(
                        "round " + number + " to be taken",
                        () -> ClusterRig.sendRound(gateway, number).status() == 202);
            }
            ClusterRig.awaitCounts(query, round);
            for (int source = 0; source < ClusterRig.SOURCES; source++) {
                assertThat(query.get("/api/v1/sources/s" + source)
                                .json()
                                .path("event_count")
                                .asLong())
                        .isEqualTo(round);
            }
        }
    }

    @Test
    void withoutTheRegistryNothingIsPutAsideAndEverythingCountsLater() throws Exception {
        try (ClusterRig rig = new ClusterRig(folder)) {
            TocsinProcess gateway = rig.start("gateway", "gateway");
            TocsinProcess processor = rig.startProcessor("processor-1");
            TocsinProcess query = rig.start("query", "query");
            assertThat(ClusterRig.sendRound(gateway, 1).status()).isEqualTo(202);
            ClusterRig.awaitCounts(query, 1);

            rig.stopRegistry();
            processor.stop();
            // The gateway knows its schemas' ids already; the new processor knows none.
            assertThat(ClusterRig.sendRound(gateway, 2).status()).isEqualTo(202);
            CompletableFuture<TocsinProcess> restarted = CompletableFuture.supplyAsync(() -> {
                try {
                    return rig.startProcessor("processor-1");
                } catch (java.io.IOException failed) {
                    throw new java.io.UncheckedIOException(failed);
                }
            });
            LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
            assertThat(rig.deadLetters()).isZero();
            rig.startRegistry();
            restarted.get();
            ClusterRig.awaitCounts(query, 2);
            assertThat(rig.deadLetters()).isZero();
        }
    }
}
