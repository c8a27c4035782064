package io.tocsin.alertsink.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The platform's own alerts, whose end the platform knows. */
class OwnAlertTest {

    /** What the settings' channels are routed by. */
    private static final String EVERYTHING_AT_ONCE = "route: {receiver: hook, group_by: ['...'], group_wait: 0s, "
            + "group_interval: 30s, repeat_interval: 1y, episodes: true}\n"
            + "receivers: [{name: hook, webhook_configs: [{url: 'http://x'}]}]\n"
            + "inhibit_rules: [{source_matchers: [alertname=root], target_matchers: [alertname=leaf]}]\n";

    private record Change(int alert, long episode, long step, double fired, Double end) {}

    private static void apply(EngineRig rig, Change change, double at) {
        rig.own(at, "a" + change.alert(), change.episode(), change.step(), change.fired(), change.end());
    }

    @Test
    void eachChangeIsToldAtOnceAndAnAlertThatFiresAgainIsNews() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(1.01, "a", 1, 2, 1, 1.01);
        rig.own(1.02, "a", 2, 1, 1.02, null);
        rig.until(100);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "1.01 hook a-", "1.02 hook a+");
    }

    @Test
    void itDoesNotEndBecauseNobodySpeaksOfIt() {
        EngineRig rig = EngineRig.of(EngineRig.route(""));
        rig.own(1, "a", 1, 1, 1, null);
        rig.until(24 * 3_600);
        assertThat(rig.told()).allMatch(each -> each.endsWith("a+"));
        rig.own(24 * 3_600, "a", 1, 2, 1, 24 * 3_600.0);
        rig.until(24 * 3_600 + 5);
        assertThat(rig.told().get(rig.told().size() - 1)).endsWith("a-");
    }

    @Test
    void itIsOverThoughThePlatformsClockIsAhead() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(2, "a", 1, 2, 1, 500.0);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "2.0 hook a-");
    }

    @Test
    void whatNeverFiredIsNeverToldAsResolved() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 1, 2, 1, 1.0);
        rig.until(60);
        assertThat(rig.told()).isEmpty();
        assertThat(rig.heldAlerts()).isZero();
    }

    @Test
    void aResolutionIsToldThoughItBelongsToALaterEpisode() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(3, "a", 2, 2, 2, 3.0);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "3.0 hook a-");
    }

    @Test
    void aProcessorThatCountsFromOneAgainIsBelieved() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 7, 1, 1, null);
        rig.own(2, "a", 7, 2, 1, 2.0);
        rig.own(9, "a", 1, 1, 9, null);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "2.0 hook a-", "9.0 hook a+");
    }

    @Test
    void aSilenceMutesItAndATickAfterItsEndTellsIt() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.silence(0, "s", "alertname=a", 0, 20);
        rig.own(1, "a", 1, 1, 1, null);
        rig.until(20);
        assertThat(rig.told()).isEmpty();
        rig.until(62);
        assertThat(rig.told()).containsExactly("31.0 hook a+");
    }

    @Test
    void whatIsSnoozedIsToldToNobodyUntilItsTimeIsOver() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        Damping snoozed = new Damping(Optional.of(EngineRig.at(20)), false);
        rig.own(1, "a", 1, 1, 1, null, snoozed);
        rig.own(5, "b", 1, 1, 5, null);
        rig.own(7, "b", 1, 2, 5, null, snoozed);
        rig.own(9, "b", 1, 3, 5, 9.0, snoozed);
        rig.own(10, "b", 2, 1, 10, null, snoozed);
        rig.own(11, "b", 2, 2, 10, 11.0, snoozed);
        rig.until(20);
        assertThat(rig.told())
                .as("whoever knows of it learns of its end")
                .containsExactly("5.0 hook b+", "9.0 hook b-");
        rig.own(20, "a", 1, 2, 1, null, Damping.NONE);
        assertThat(rig.told()).containsExactly("5.0 hook b+", "9.0 hook b-", "20.0 hook a+");
    }

    @Test
    void thatAnAlertFlapsIsToldOnceAndThatItDoesNoMoreIsNot() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        Damping flapping = new Damping(Optional.empty(), true);
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(2, "a", 1, 2, 1, null, flapping);
        rig.own(3, "a", 1, 3, 1, null, flapping);
        rig.until(200);
        rig.own(201, "a", 1, 4, 1, null, Damping.NONE);
        rig.until(400);
        rig.own(401, "a", 1, 5, 1, 401.0);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "2.0 hook a+", "401.0 hook a-");
    }

    @Test
    void itInhibitsOthersWhileItFires() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "root", 1, 1, 1, null);
        rig.own(2, "leaf", 1, 1, 2, null);
        rig.own(3, "root", 1, 2, 1, 3.0);
        rig.until(33);
        assertThat(rig.told()).containsExactly("1.0 hook root+", "3.0 hook root-", "32.0 hook leaf+");
    }

    @Test
    void whatBeganAndEndedWhileTheEngineStoodStillIsToldAsBoth() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.takeOver();
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(2, "a", 1, 2, 1, 2.0);
        rig.configure(EVERYTHING_AT_ONCE, 3);
        rig.until(60);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "2.0 hook a-");
    }

    @Test
    void aChangeIsRecognisedLongAfterItsAlertWasForgotten() {
        EngineRig rig = EngineRig.of(EVERYTHING_AT_ONCE);
        rig.own(1, "a", 1, 1, 1, null);
        rig.own(2, "a", 1, 2, 1, 2.0);
        double days = 24 * 3_600;
        rig.until(14 * days);
        assertThat(rig.heldAlerts()).isZero();
        rig.takeOver();
        rig.configure(EVERYTHING_AT_ONCE, 14 * days);
        rig.own(14 * days, "a", 1, 1, 1, null);
        rig.own(14 * days, "a", 1, 2, 1, 2.0);
        assertThat(rig.told()).hasSize(2);
        rig.until(16 * days);
        assertThat(rig.heldChanges()).isZero();
    }

    @Test
    void aLaterEngineThatKnowsNothingGivesTheSameIdentity() {
        EngineRig first = EngineRig.of(EVERYTHING_AT_ONCE);
        EngineRig later = EngineRig.of(EVERYTHING_AT_ONCE);
        for (int i = 0; i < 2; i++) {
            EngineRig rig = i == 0 ? first : later;
            rig.own(1 + 1_000 * i, "a", 1, 1, 1, null);
            rig.own(2 + 1_000 * i, "a", 1, 2, 1, 2.0);
        }
        assertThat(later.intents.stream().map(each -> each.bornAt() + " " + each.sequence()))
                .containsExactlyElementsOf(first.intents.stream()
                        .map(each -> each.bornAt() + " " + each.sequence())
                        .toList());
    }

    @Property(tries = 200)
    void readingChangesAgainFromAnywhereTellsNothingNew(@ForAll("lives") List<Change> lives, @ForAll int seed) {
        EngineRig once = EngineRig.of(EVERYTHING_AT_ONCE);
        EngineRig again = EngineRig.of(EVERYTHING_AT_ONCE);
        double at = 0;
        for (int i = 0; i < lives.size(); i++) {
            at += 1;
            apply(once, lives.get(i), at);
            apply(again, lives.get(i), at);
            int from = Math.floorMod(seed * 31 + i, i + 1);
            if (Math.floorMod(seed + i, 3) == 0) {
                for (int repeat = from; repeat <= i; repeat++) {
                    apply(again, lives.get(repeat), at);
                }
            }
            if (Math.floorMod(seed + i, 5) == 0) {
                again.takeOver();
                again.configure(EVERYTHING_AT_ONCE, at);
            }
        }
        assertThat(again.told()).isEqualTo(once.told());
        assertThat(once.told()).hasSize(lives.size());
    }

    @Provide
    static Arbitrary<List<Change>> lives() {
        return Arbitraries.integers()
                .between(0, 2)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .map(alerts -> {
                    List<Change> changes = new ArrayList<>();
                    long[] steps = new long[3];
                    double[] fired = new double[3];
                    for (int i = 0; i < alerts.size(); i++) {
                        int alert = alerts.get(i);
                        long step = ++steps[alert];
                        boolean fires = step % 2 == 1;
                        fired[alert] = fires ? i : fired[alert];
                        changes.add(new Change(
                                alert, (step + 1) / 2, fires ? 1 : 2, fired[alert], fires ? null : Double.valueOf(i)));
                    }
                    return changes;
                });
    }
}
