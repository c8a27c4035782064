package io.tocsin.query.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.query.fake.FakeCluster;
import io.tocsin.query.fake.FakeProcessor;
import io.tocsin.query.fake.Samples;
import io.tocsin.query.routing.InstanceDirectory;
import io.tocsin.query.routing.InventoryPoller;
import io.tocsin.query.view.View;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScatterGatherTest {

    private static final int PARTITIONS = 4;
    private static final ScatterLimits LIMITS =
            new ScatterLimits(Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(3), 100, 4);

    private final FakeCluster cluster = new FakeCluster(PARTITIONS);
    private final FakeProcessor one = new FakeProcessor("one", cluster);
    private final FakeProcessor two = new FakeProcessor("two", cluster);
    private final ExecutorService executor = Executors.newFixedThreadPool(3);
    private final InstanceDirectory directory = new InstanceDirectory(Duration.ofSeconds(30));
    private final IqClient client = new HttpIqClient(executor, Duration.ofMillis(300), "");
    private final InventoryPoller poller = new InventoryPoller(
            directory, client, Duration.ofMillis(300), LIMITS.maxStandbyLag(), InstantSource.system());
    private final ScatterGather scatter = new ScatterGather(
            poller, client, LIMITS, executor, InstantSource.system(), System::nanoTime, new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        one.close();
        two.close();
        executor.shutdownNow();
    }

    @Test
    void everyPartitionIsAskedAtItsOwner() {
        one.active(0, 1);
        two.active(2, 3);
        cluster.put(Samples.source("production", "api").build());
        route();

        Gathered gathered = ask(all());

        assertThat(gathered.missing()).isEmpty();
        assertThat(gathered.merged()).hasSize(1);
        assertThat(gathered.served().get(0).instance()).isEqualTo("one");
        assertThat(gathered.served().get(3).instance()).isEqualTo("two");
        assertThat(gathered.positionReached()).isNull();
    }

    @Test
    void theStandbyAnswersWhenTheActiveIsGoneAndSaysSo() {
        one.active(0, 1, 2, 3);
        two.standby(0, 1, 2, 3);
        two.lag = 7L;
        route();
        one.close();

        Gathered gathered = ask(all());

        assertThat(gathered.missing()).isEmpty();
        assertThat(gathered.served().values())
                .allMatch(served -> served.role() == PartitionRole.STANDBY && served.lag() == 7);
    }

    @Test
    void theStandbyAnswersWhenTheActiveIsSlow() {
        one.active(0, 1, 2, 3);
        two.standby(0, 1, 2, 3);
        one.delayMillis = 5_000;
        route();

        long start = System.nanoTime();
        Gathered gathered = ask(all());

        assertThat(gathered.missing()).isEmpty();
        assertThat(gathered.served().get(0).instance()).isEqualTo("two");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aPartitionThatNobodyAnswersIsMissingAndNotEmpty() {
        one.active(0, 1, 2);
        two.active(3);
        route();
        two.close();

        Gathered gathered = ask(all());

        assertThat(gathered.served()).containsOnlyKeys(0, 1, 2);
        assertThat(gathered.missing()).containsOnlyKeys(3);
        assertThat(gathered.missing().get(3).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aSlowPartitionWithoutStandbyIsMissingWithinTheDeadline() {
        one.active(0, 1, 2);
        two.active(3);
        two.delayMillis = 10_000;
        route();

        long start = System.nanoTime();
        Gathered gathered = ask(all());

        assertThat(gathered.missing().get(3).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
    }

    @Test
    void aStandbyThatHasFallenBehindIsNotBelieved() {
        one.active(0, 1, 2);
        two.standby(3);
        two.lag = 5L;
        route();
        two.lag = 5_000L;

        Gathered gathered = ask(all());

        assertThat(gathered.served()).containsOnlyKeys(0, 1, 2);
        assertThat(gathered.missing()).containsOnlyKeys(3);
    }

    @Test
    void aPartitionThatMovedIsFoundAtItsNewOwner() {
        one.active(0, 1, 2, 3);
        route();
        one.loses(3);
        two.active(3);

        Gathered gathered = ask(all());

        assertThat(gathered.missing()).isEmpty();
        assertThat(gathered.served().get(3).instance()).isEqualTo("two");
    }

    @Test
    void aPartitionThatIsRestoringIsMissing() {
        one.active(0, 1, 2);
        one.restoring(3);
        route();

        assertThat(ask(all()).missing()).containsOnlyKeys(3);
    }

    @Test
    void anAnswerThatLeavesAPartitionOutIsNotAnEmptyOne() {
        one.active(0, 1, 2, 3);
        one.lie = answer -> without(answer, 2);
        route();

        Gathered gathered = ask(all());

        assertThat(gathered.missing().get(2).kind()).isEqualTo(FailureKind.MALFORMED);
        assertThat(gathered.served()).containsOnlyKeys(0, 1, 3);
    }

    @Test
    void rowsOfAPartitionThatWasNotAskedAreDropped() {
        one.active(0, 1);
        two.active(2, 3);
        for (int i = 0; i < 20; i++) {
            cluster.put(Samples.source("production", "s" + i).build());
        }
        two.lie = answer -> QueryResponse.newBuilder(answer)
                .setRows(Samples.inPartition(answer.getRows(), 0))
                .build();
        route();

        assertThat(ask(all()).merged()).allMatch(row -> row.getPartition() < 2);
    }

    @Test
    void anAnswerInAnotherInstancesNameIsNotBelieved() {
        one.active(0, 1, 2, 3);
        two.standby(0, 1, 2, 3);
        one.lie = answer ->
                QueryResponse.newBuilder(answer).setInstance("somebody").build();
        route();

        assertThat(ask(all()).served().values())
                .allMatch(served -> served.instance().equals("two"));
    }

    @Test
    void garbageIsNotAnAnswer() {
        one.active(0, 1, 2, 3);
        one.garbage = new byte[] {1, 2, 3};
        route();

        Gathered gathered = ask(all());

        assertThat(gathered.nothing()).isTrue();
        assertThat(gathered.missing().get(0).kind()).isEqualTo(FailureKind.MALFORMED);
    }

    @Test
    void aPositionThatTheStateIncludesIsReached() {
        one.active(0, 1, 2, 3);
        one.position = 10;
        route();

        Gathered gathered = ask(all().minPosition(Map.of("events/2", 10L)));

        assertThat(gathered.positionReached()).isTrue();
        assertThat(one.asked.get(0).getMinPosition()).isEqualTo(Map.of("events/2", 10L));
    }

    @Test
    void aPositionThatTheStateLacksIsWaitedForAndThenReadWithoutAndSaidSo() {
        one.active(0, 1, 2, 3);
        one.position = 10;
        route();

        Gathered gathered = ask(all().minPosition(Map.of("events/2", 11L)));

        assertThat(gathered.missing()).isEmpty();
        assertThat(gathered.positionReached()).isFalse();
    }

    @Test
    void aPositionIsSeenAsSoonAsTheStateReachesIt() {
        one.active(0, 1, 2, 3);
        one.position = 10;
        one.lie = answer -> {
            one.position = 11;
            return answer;
        };
        route();

        assertThat(ask(all().minPosition(Map.of("events/2", 11L))).positionReached())
                .isTrue();
    }

    @Test
    void moreQuestionsAtOnceThanAllowedAreRefusedAtOnce() {
        one.active(0, 1, 2, 3);
        one.delayMillis = 300;
        route();
        List<java.util.concurrent.CompletableFuture<Gathered>> running = java.util.stream.Stream.generate(
                        () -> scatter.ask(all()).toCompletableFuture())
                .limit(LIMITS.maxInFlight())
                .toList();

        assertThatThrownBy(() -> ask(all()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OverloadedException.class);
        running.forEach(java.util.concurrent.CompletableFuture::join);
        assertThat(ask(all()).missing()).isEmpty();
    }

    private void route() {
        directory.heard(one.instance(), System.currentTimeMillis());
        directory.heard(two.instance(), System.currentTimeMillis());
        poller.partitions(PARTITIONS);
        poller.refresh().toCompletableFuture().join();
    }

    private Gathered ask(Question question) {
        return scatter.ask(question).toCompletableFuture().join();
    }

    private static Question all() {
        return Question.all(View.SOURCES.name(), PARTITIONS, 100);
    }

    private static QueryResponse without(QueryResponse answer, int partition) {
        List<PartitionAnswer> kept = answer.getPartitions().stream()
                .filter(one -> one.getPartition() != partition)
                .toList();
        return QueryResponse.newBuilder(answer).setPartitions(kept).build();
    }
}
