package io.tocsin.alertsink.delivery;

import static io.tocsin.alertsink.delivery.LaneRig.DOWN;
import static io.tocsin.alertsink.delivery.LaneRig.GONE;
import static io.tocsin.alertsink.delivery.LaneRig.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.schemas.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DeliveryLaneTest {

    @Test
    void aSentDeliveryIsOnTheLedgerBeforeTheOutboxIsCommitted() {
        LaneRig rig = new LaneRig();
        rig.holdWrites = true;
        rig.accept("a", "f", 1).run();
        assertThat(rig.tries).containsExactly("a");
        assertThat(rig.entry("a").getState()).isEqualTo(DeliveryState.SENT);
        assertThat(rig.recorded).isEmpty();
        rig.heldWrites.poll().complete(null);
        rig.run();
        assertThat(rig.recorded).containsExactly("a");
        assertThat(rig.lane.open()).isZero();
    }

    @Test
    void theNextTryStartsOnlyWhenTheLastOneIsOnTheLedger() {
        LaneRig rig = new LaneRig();
        rig.holdWrites = true;
        rig.accept("a", "f", 1).accept("b", "g", 1).run();
        assertThat(rig.tries).containsExactly("a");
        rig.heldWrites.poll().complete(null);
        rig.run();
        assertThat(rig.tries).containsExactly("a", "b");
    }

    @Test
    void aSlowReceiverGetsSeveralTriesAtOnceUpToTheBound() {
        LaneRig rig = new LaneRig(new LaneParameters(1_000, 3, Duration.ofMillis(250), Duration.ofSeconds(30)));
        for (int i = 0; i < 5; i++) {
            rig.accept("d" + i, "f" + i, 1);
        }
        rig.lane.pump();
        assertThat(rig.lane.inFlight()).isEqualTo(1);
        rig.now += 249;
        rig.lane.pump();
        assertThat(rig.lane.inFlight()).isEqualTo(1);
        rig.now += 1;
        rig.lane.pump();
        assertThat(rig.lane.inFlight()).isEqualTo(2);
        rig.now += 250;
        rig.lane.pump();
        rig.now += 250;
        rig.lane.pump();
        assertThat(rig.lane.inFlight()).isEqualTo(3);
        rig.run();
        assertThat(rig.tries).hasSize(5);
    }

    @Test
    void firingComesBeforeResolvedAndBothAreToldHoweverLongTheReceiverIsDown() {
        LaneRig rig = new LaneRig();
        rig.script("firing", DOWN, DOWN, DOWN, DOWN);
        rig.accept("firing", "f", 1).run();
        rig.accept("resolved", "f", 2).run();
        assertThat(rig.recorded).as("both are on the ledger").containsExactly("firing", "resolved");
        assertThat(rig.entry("resolved").getState()).isEqualTo(DeliveryState.RETRYING);
        assertThat(rig.entry("resolved").getAttemptCount()).isZero();
        rig.runToTheEnd(Duration.ofSeconds(1), 100);
        assertThat(rig.tries).containsExactly("firing", "firing", "firing", "firing", "firing", "resolved");
        assertThat(rig.entry("firing").getState()).isEqualTo(DeliveryState.SENT);
        assertThat(rig.entry("firing").getAttemptCount()).isEqualTo(5);
        assertThat(rig.entry("resolved").getState()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void whatWasQueuedBehindATryThatFailsIsRecordedToo() {
        LaneRig rig = new LaneRig();
        rig.script("firing", DOWN);
        rig.accept("firing", "f", 1).accept("resolved", "f", 2);
        assertThat(rig.recorded).isEmpty();
        rig.run();
        assertThat(rig.recorded).containsExactly("firing", "resolved");
    }

    @Test
    void aFailingGroupDoesNotHoldUpOthers() {
        LaneRig rig = new LaneRig();
        rig.script("bad", DOWN, DOWN);
        rig.accept("bad", "f", 1).accept("good", "g", 1).run();
        assertThat(rig.entry("good").getState()).isEqualTo(DeliveryState.SENT);
        assertThat(rig.entry("bad").getState()).isEqualTo(DeliveryState.RETRYING);
    }

    @Test
    void whatIsRefusedIsDeadAtOnceAndTheNextOneOfItsGroupGoes() {
        LaneRig rig = new LaneRig();
        rig.script("firing", GONE);
        rig.accept("firing", "f", 1).accept("resolved", "f", 2).run();
        assertThat(rig.entry("firing").getState()).isEqualTo(DeliveryState.DEAD);
        assertThat(rig.entry("firing").getAttempts().get(0).getHttpStatus()).isEqualTo(410);
        assertThat(rig.entry("resolved").getState()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void aDeliveryIsDeadAfterTheHorizonWithItsLastTriesOnRecord() {
        LaneRig rig = new LaneRig();
        rig.otherwise = DOWN;
        rig.accept("a", "f", 1).runToTheEnd(Duration.ofMinutes(1), 2_000);
        DeliveryLedgerEntry dead = rig.entry("a");
        assertThat(dead.getState()).isEqualTo(DeliveryState.DEAD);
        assertThat(dead.getUpdatedAt() - dead.getCycleStartedAt())
                .isBetween(Duration.ofHours(24).toMillis(), Duration.ofHours(25).toMillis());
        assertThat(dead.getAttempts()).hasSize(20);
        assertThat(dead.getAttemptCount()).isEqualTo(rig.tries.size()).isGreaterThan(100);
        assertThat(dead.getNextAttemptAt()).isNull();
    }

    @Test
    void retryAfterHoldsTheWholeChannel() {
        LaneRig rig = new LaneRig();
        rig.script("a", new DeliveryResult.Failed(OptionalInt.of(429), "429", Optional.of(Duration.ofSeconds(40))));
        rig.accept("a", "f", 1).accept("b", "g", 1).run();
        rig.advance(Duration.ofSeconds(39));
        assertThat(rig.tries).containsExactly("a");
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.tries).containsExactlyInAnyOrder("a", "a", "b");
    }

    @Test
    void retryAfterIsBounded() {
        LaneRig rig = new LaneRig();
        rig.script("a", new DeliveryResult.Failed(OptionalInt.of(503), "503", Optional.of(Duration.ofDays(3_000))));
        rig.accept("a", "f", 1).run().advance(Duration.ofHours(1));
        assertThat(rig.entry("a").getState()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void whenTheReceiverIsBackTheOthersDoNotWaitAnyLonger() {
        LaneRig rig = new LaneRig();
        rig.otherwise = DOWN;
        for (int i = 0; i < 20; i++) {
            rig.accept("d" + i, "f" + i, 1);
        }
        rig.run();
        for (int i = 0; i < 60; i++) {
            rig.advance(Duration.ofMinutes(1));
        }
        rig.otherwise = OK;
        while (rig.metrics.sent == 0) {
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.metrics.sent).isEqualTo(20);
    }

    @Test
    void theSameDeliveryTwiceIsSentOnce() {
        LaneRig rig = new LaneRig();
        rig.accept("a", "f", 1).accept("a", "f", 1).run();
        rig.accept("a", "f", 1).run();
        assertThat(rig.tries).containsExactly("a");
        assertThat(rig.recorded).containsExactly("a", "a", "a");
    }

    @Test
    void anOpenDeliveryOfTheLedgerGoesOnWhereItWas() {
        LaneRig before = new LaneRig();
        before.otherwise = DOWN;
        before.accept("a", "f", 1).run();
        LaneRig after = new LaneRig();
        after.lane.resume(0, before.entry("a"));
        after.accept("a", "f", 1).run();
        after.runToTheEnd(Duration.ofMillis(100), 20);
        assertThat(after.tries).containsExactly("a");
        assertThat(after.recorded).containsExactly("a");
        assertThat(after.entry("a").getAttemptCount()).isEqualTo(2);
        assertThat(after.entry("a").getCycleStartedAt())
                .isEqualTo(before.entry("a").getCycleStartedAt());
    }

    @Test
    void aReplayedDeliveryIsTriedAgainAndALateReadOfItsFirstCycleIsNot() {
        LaneRig rig = new LaneRig();
        rig.script("a", GONE);
        rig.accept("a", "f", 1).run();
        DeliveryLedgerEntry dead = rig.entry("a");
        rig.lane.resume(0, dead);
        rig.run();
        assertThat(rig.tries).containsExactly("a");
        rig.lane.resume(0, LedgerEntries.replayed(dead, rig.now));
        rig.run();
        assertThat(rig.tries).containsExactly("a", "a");
        assertThat(rig.entry("a").getState()).isEqualTo(DeliveryState.SENT);
        assertThat(rig.entry("a").getCycle()).isEqualTo(2);
        assertThat(rig.entry("a").getAttempts()).hasSize(2);
    }

    @Test
    void releasedPartitionsAreLeftAloneOnceTheTryUnderWayIsOnTheLedger() {
        LaneRig rig = new LaneRig();
        rig.accept("a", "f", 1).accept("b", "g", 1);
        rig.lane.pump();
        CompletableFuture<Void> released = rig.lane.release(Set.of(0));
        assertThat(released).isNotDone();
        rig.run();
        assertThat(released).isDone();
        assertThat(rig.tries).containsExactly("a");
        assertThat(rig.recorded).containsExactly("a");
        assertThat(rig.lane.open()).isZero();
    }

    @Test
    void aLaterTryIsWaitedForAsWellBeforeItsPartitionIsGivenAway() {
        LaneRig rig = new LaneRig();
        rig.script("a", DOWN);
        rig.accept("a", "f", 1).run();
        rig.now += Duration.ofSeconds(1).toMillis();
        rig.lane.pump();
        assertThat(rig.lane.inFlight()).isEqualTo(1);
        CompletableFuture<Void> released = rig.lane.release(Set.of(0));
        assertThat(released).isNotDone();
        rig.run();
        assertThat(released).isDone();
        assertThat(rig.entry("a").getState()).isEqualTo(DeliveryState.SENT);
        assertThat(rig.lane.open()).isZero();
    }

    @Test
    void whatAnotherInstanceFinishedIsForgotten() {
        LaneRig rig = new LaneRig();
        rig.otherwise = DOWN;
        rig.accept("a", "f", 1).accept("b", "f", 2).run();
        rig.otherwise = OK;
        rig.lane.finishedElsewhere("a");
        rig.run();
        assertThat(rig.tries).containsExactly("a", "b");
        assertThat(rig.lane.open()).isZero();
    }

    @Property(tries = 200)
    void nothingIsLostDoubledOrReorderedWhateverTheReceiverDoes(
            @ForAll List<@IntRange(max = 9) Integer> answers,
            @ForAll @IntRange(min = 1, max = 6) int groups,
            @ForAll @IntRange(min = 1, max = 5) int each,
            @ForAll boolean overlap) {
        LaneRig rig = new LaneRig(
                new LaneParameters(1_000, 8, overlap ? Duration.ZERO : Duration.ofMillis(250), Duration.ofSeconds(30)));
        int n = 0;
        for (int sequence = 1; sequence <= each; sequence++) {
            for (int group = 0; group < groups; group++) {
                String id = group + "/" + sequence;
                if (n < answers.size()) {
                    rig.script(id, answers.get(n) < 4 ? DOWN : answers.get(n) < 5 ? GONE : OK);
                    n++;
                }
                rig.accept(id, "f" + group, sequence);
                rig.run();
            }
        }
        rig.runToTheEnd(Duration.ofSeconds(1), 200);
        assertThat(rig.lane.open()).isZero();
        assertThat(rig.recorded).hasSize(groups * each).doesNotHaveDuplicates();
        for (int group = 0; group < groups; group++) {
            String prefix = group + "/";
            List<String> order = rig.tries.stream()
                    .filter(id -> id.startsWith(prefix))
                    .distinct()
                    .toList();
            assertThat(order).hasSize(each).isSorted();
        }
        assertThat(rig.metrics.accepted).isEqualTo(rig.metrics.sent + rig.metrics.dead);
        long sentTries = rig.entries.stream()
                .filter(entry -> entry.getState() == DeliveryState.SENT)
                .count();
        assertThat(sentTries).isEqualTo(rig.metrics.sent);
        assertThat(rig.now).isGreaterThanOrEqualTo(Examples.START);
    }
}
