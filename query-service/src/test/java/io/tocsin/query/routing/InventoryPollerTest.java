package io.tocsin.query.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.query.scatter.FailureKind;
import io.tocsin.query.scatter.IqClient;
import io.tocsin.query.scatter.IqException;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryPollerTest {

    private static final String VIEW = "sources";

    private final Instance a = new Instance("a", "host:1");
    private final Instance b = new Instance("b", "host:2");
    private final InstanceDirectory directory = new InstanceDirectory(Duration.ofSeconds(30));
    private final ManualClient client = new ManualClient();
    private long now = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private final InventoryPoller poller = new InventoryPoller(directory, client, Duration.ofMillis(500), 100, clock);

    @BeforeEach
    void know() {
        directory.heard(a, now);
        poller.partitions(1);
    }

    @Test
    void anAnswerIsInTheTableBeforeASlowerInstanceHasAnswered() {
        directory.heard(b, now);
        poller.refresh();
        client.answer(a, inventory(a));

        assertThat(poller.current().candidates(VIEW, 0)).hasSize(1);
        assertThat(poller.current().instances()).hasSize(1);
    }

    @Test
    void refreshesThatComeTogetherShareOnePoll() {
        poller.refresh();
        poller.refresh();
        assertThat(client.asked).hasSize(1);

        client.answer(a, inventory(a));
        now += 5;
        poller.refresh();
        assertThat(client.asked).hasSize(1);

        now += 20;
        poller.refresh();
        assertThat(client.asked).hasSize(2);
    }

    @Test
    void anInstanceThatStopsAnsweringIsSuspectUntilItAnswersAgain() {
        poller.refresh();
        client.answer(a, inventory(a));
        now += 1_000;
        poller.refresh();
        client.fail(a, FailureKind.TIMEOUT);
        assertThat(poller.current().candidates(VIEW, 0).get(0).suspect()).isTrue();
        assertThat(poller.current().unserved(VIEW)).containsExactly(0);

        now += 1_000;
        poller.refresh();
        client.answer(a, inventory(a));
        assertThat(poller.current().unserved(VIEW)).isEmpty();
    }

    @Test
    void anInstanceIsForgottenWhenAnotherAnswersAtItsAddress() {
        poller.refresh();
        client.fail(a, FailureKind.NOT_HERE);

        assertThat(directory.present(now)).isEmpty();
        assertThat(poller.current().instances()).isEmpty();
    }

    @Test
    void aSilentInstanceLeavesTheTable() {
        poller.refresh();
        client.answer(a, inventory(a));
        now += 31_000;
        poller.refresh();

        assertThat(poller.current().candidates(VIEW, 0)).isEmpty();
    }

    @Test
    void aRefreshIsDoneWhenEveryInstanceHasAnsweredOrFailed() {
        directory.heard(b, now);
        CompletableFuture<RoutingTable> refreshed = poller.refresh().toCompletableFuture();
        client.answer(a, inventory(a));
        assertThat(refreshed).isNotDone();
        client.fail(b, FailureKind.UNREACHABLE);

        assertThat(refreshed).isCompletedWithValue(poller.current());
    }

    private static Inventory inventory(Instance instance) {
        return Inventory.newBuilder()
                .setInstance(instance.id())
                .setAddress(instance.address())
                .setState("RUNNING")
                .setAt(0)
                .setPartitions(List.of(PartitionInventory.newBuilder()
                        .setStore(VIEW)
                        .setPartition(0)
                        .setRole(PartitionRole.ACTIVE)
                        .setQueryable(true)
                        .build()))
                .build();
    }

    private static final class ManualClient implements IqClient {
        private final List<Instance> asked = new ArrayList<>();
        private final List<CompletableFuture<Inventory>> answers = new ArrayList<>();

        @Override
        public CompletableFuture<Inventory> inventory(Instance instance, Duration timeout) {
            asked.add(instance);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        }

        @Override
        public CompletableFuture<QueryResponse> query(Instance instance, QueryRequest request, Duration timeout) {
            throw new UnsupportedOperationException("only inventories are asked for here");
        }

        void answer(Instance instance, Inventory inventory) {
            answers.get(asked.lastIndexOf(instance)).complete(inventory);
        }

        void fail(Instance instance, FailureKind kind) {
            answers.get(asked.lastIndexOf(instance)).completeExceptionally(new IqException(kind, "as told", null));
        }
    }
}
