package io.tocsin.query.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.query.routing.Instance;
import io.tocsin.query.routing.KnownInstance;
import io.tocsin.query.routing.RoutingTable;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {

    private static final String VIEW = "sources";
    private static final long MAX_LAG = 100;

    private final Instance a = new Instance("a", "host-a:1");
    private final Instance b = new Instance("b", "host-b:1");
    private final Instance c = new Instance("c", "host-c:1");

    @Test
    void partitionsOfOneInstanceShareOneRequest() {
        RoutingTable table = table(has(a, active(0), active(1)), has(b, active(2)));

        List<Attempt> attempts = plan(false, 0, 1, 2).next(table);

        assertThat(attempts)
                .containsExactlyInAnyOrder(new Attempt(a, List.of(0, 1), false), new Attempt(b, List.of(2), false));
    }

    @Test
    void theActiveIsAskedBeforeAStandby() {
        RoutingTable table = table(has(a, standby(0, 0L)), has(b, active(0)));

        assertThat(plan(false, 0).next(table)).containsExactly(new Attempt(b, List.of(0), false));
    }

    @Test
    void aFailedPartitionMovesToItsStandbyWhileOthersWait() {
        RoutingTable table = table(has(a, active(0)), has(b, standby(0, 5L), active(1)));
        AttemptPlan plan = plan(false, 0, 1);
        List<Attempt> first = plan.next(table);
        plan.failed(to(a, first), 0, failure(FailureKind.UNREACHABLE));

        assertThat(plan.next(table)).containsExactly(new Attempt(b, List.of(0), false));
        assertThat(plan.waiting()).isTrue();
    }

    @Test
    void standbysAreAskedInTheOrderOfTheirLag() {
        RoutingTable table = table(has(a, active(0)), has(b, standby(0, 50L)), has(c, standby(0, 5L)));
        AttemptPlan plan = plan(false, 0);
        plan.failed(plan.next(table).get(0), 0, failure(FailureKind.TIMEOUT));

        assertThat(plan.next(table).get(0).instance()).isEqualTo(c);
    }

    @Test
    void aStandbyOfUnknownLagIsNeverAsked() {
        RoutingTable table = table(has(a, active(0)), has(b, standby(0, null)));
        AttemptPlan plan = plan(false, 0);
        plan.failed(plan.next(table).get(0), 0, failure(FailureKind.TIMEOUT));

        assertThat(plan.next(table)).isEmpty();
    }

    @Test
    void aStandbyTooFarBehindIsNeverAsked() {
        RoutingTable table = table(has(b, standby(0, MAX_LAG + 1)));
        AttemptPlan plan = plan(false, 0);

        assertThat(plan.next(table)).isEmpty();
        assertThat(plan.missing()).containsEntry(0, PartitionFailure.NO_OWNER);
    }

    @Test
    void aPartitionThatFailedEverywhereRestsUntilTheNextLap() {
        RoutingTable table = table(has(a, active(0)));
        AttemptPlan plan = plan(false, 0);
        plan.failed(plan.next(table).get(0), 0, failure(FailureKind.NOT_HERE));

        assertThat(plan.next(table)).isEmpty();
        assertThat(plan.waiting()).isFalse();
        plan.startLap();
        assertThat(plan.next(table)).hasSize(1);
    }

    @Test
    void aNewOwnerInAFresherTableIsAskedWithoutANewLap() {
        AttemptPlan plan = plan(false, 0);
        plan.failed(plan.next(table(has(a, active(0)))).get(0), 0, failure(FailureKind.NOT_HERE));

        assertThat(plan.next(table(has(b, active(0))))).containsExactly(new Attempt(b, List.of(0), false));
    }

    @Test
    void anAnswerOfAnInstanceThatIsNotAskedAnyMoreIsNotWanted() {
        RoutingTable table = table(has(a, active(0)), has(b, standby(0, 0L)));
        AttemptPlan plan = plan(false, 0);
        Attempt first = plan.next(table).get(0);
        plan.failed(first, 0, failure(FailureKind.TIMEOUT));
        Attempt second = plan.next(table).get(0);

        assertThat(plan.answered(first, 0)).isFalse();
        assertThat(plan.answered(second, 0)).isTrue();
        assertThat(plan.answered(second, 0)).isFalse();
        assertThat(plan.done()).isTrue();
    }

    @Test
    void whatNobodyAnsweredIsMissingWithItsLatestReason() {
        RoutingTable table = table(has(a, active(0), active(1)));
        AttemptPlan plan = plan(false, 0, 1, 2);
        Attempt attempt = plan.next(table).get(0);
        plan.failed(attempt, 0, failure(FailureKind.RESTORING));

        assertThat(plan.missing().get(0).kind()).isEqualTo(FailureKind.RESTORING);
        assertThat(plan.missing().get(1).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(plan.missing().get(2).kind()).isEqualTo(FailureKind.NO_OWNER);
    }

    @Test
    void aDroppedPositionIsToldAndLetsThePartitionAnswer() {
        RoutingTable table = table(has(a, active(0)), has(b, active(1)));
        AttemptPlan plan = plan(true, 0, 1);
        List<Attempt> first = plan.next(table);
        plan.answered(to(b, first), 1);
        assertThat(plan.positionReached()).isTrue();
        plan.failed(to(a, first), 0, failure(FailureKind.BEHIND));

        plan.dropPosition();
        List<Attempt> second = plan.next(table);
        assertThat(second).containsExactly(new Attempt(a, List.of(0), false));
        plan.answered(second.get(0), 0);
        assertThat(plan.positionReached()).isFalse();
    }

    @Test
    void aPositionIsNotDroppedForAFailureOfAnotherKind() {
        RoutingTable table = table(has(a, active(0)));
        AttemptPlan plan = plan(true, 0);
        plan.failed(plan.next(table).get(0), 0, failure(FailureKind.UNREACHABLE));

        plan.dropPosition();
        plan.startLap();
        assertThat(plan.next(table)).containsExactly(new Attempt(a, List.of(0), true));
    }

    @Test
    void anInstanceThatDoesNotAnswerPollsIsAskedLast() {
        RoutingTable table = RoutingTable.empty(MAX_LAG, 0)
                .next(1, List.of(has(a, active(0)).unreachable(), has(b, standby(0, 3L))), 0);
        AttemptPlan plan = plan(false, 0);
        Attempt first = plan.next(table).get(0);
        plan.failed(first, 0, failure(FailureKind.TIMEOUT));

        assertThat(first.instance()).isEqualTo(b);
        assertThat(plan.next(table).get(0).instance()).isEqualTo(a);
    }

    @Test
    void waitingForAPartitionIsHopefulOnlyForAWhile() {
        RoutingTable served = RoutingTable.empty(MAX_LAG, 0).next(1, List.of(has(a, active(0))), 1_000);
        RoutingTable lost = served.next(1, List.of(), 5_000);
        AttemptPlan plan = plan(false, 0);

        assertThat(plan.hopeful(served, 3_000, 60_000)).isTrue();
        assertThat(plan.hopeful(lost, 3_000, 8_000)).isTrue();
        assertThat(plan.hopeful(lost.next(1, List.of(), 7_000), 3_000, 8_001)).isFalse();
    }

    private static AttemptPlan plan(boolean positioned, Integer... partitions) {
        return new AttemptPlan(VIEW, List.of(partitions), positioned, MAX_LAG);
    }

    private static Attempt to(Instance instance, List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> attempt.instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    private static PartitionFailure failure(FailureKind kind) {
        return new PartitionFailure(kind, "as the test has it");
    }

    private static RoutingTable table(KnownInstance... known) {
        return RoutingTable.empty(MAX_LAG, 0).next(3, List.of(known), 0);
    }

    private static KnownInstance has(Instance instance, PartitionInventory... partitions) {
        return new KnownInstance(
                instance,
                Inventory.newBuilder()
                        .setInstance(instance.id())
                        .setAddress(instance.address())
                        .setState("RUNNING")
                        .setAt(0)
                        .setPartitions(new ArrayList<>(List.of(partitions)))
                        .build(),
                true);
    }

    private static PartitionInventory active(int partition) {
        return at(partition, PartitionRole.ACTIVE, null);
    }

    private static PartitionInventory standby(int partition, Long lag) {
        return at(partition, PartitionRole.STANDBY, lag);
    }

    private static PartitionInventory at(int partition, PartitionRole role, Long lag) {
        return PartitionInventory.newBuilder()
                .setStore(VIEW)
                .setPartition(partition)
                .setRole(role)
                .setQueryable(true)
                .setLag(lag)
                .build();
    }
}
