package io.tocsin.alertsink.engine;

import static io.tocsin.alertsink.engine.EngineRig.alert;
import static io.tocsin.alertsink.engine.EngineRig.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertEngineTest {

    @Test
    void aGroupWaitsThenTicksAndCarriesAllItsAlerts() {
        EngineRig rig = EngineRig.of(route("group_by: []").replace("group_by: [alertname], ", ""));
        rig.fire(0, "a");
        rig.fire(0.9, "b");
        rig.until(0.999);
        assertThat(rig.told()).isEmpty();
        rig.until(1);
        rig.fire(1.8, "c");
        rig.until(9);
        assertThat(rig.told()).containsExactly("1.0 hook a+ b+", "3.0 hook a+ b+ c+");
        assertThat(rig.intents).extracting(Intent::reason).containsExactly("first notification", "new alerts added");
        assertThat(rig.intents).extracting(Intent::sequence).containsExactly(1L, 2L);
        assertThat(rig.intents.get(0).groupKey()).isEqualTo("{}:{}");
    }

    @Test
    void anAlertThatBeganLongAgoDoesNotWait() {
        EngineRig rig = EngineRig.of(route(""));
        rig.post(5, alert(Map.of("alertname", "a"), 3.9, null));
        assertThat(rig.told()).containsExactly("5.0 hook a+");
        rig.post(6, alert(Map.of("alertname", "b"), 5.0, null));
        assertThat(rig.told()).hasSize(1);
    }

    @Test
    void resolutionsAreToldOnceAtTheNextTick() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.until(1.5);
        rig.resolve(1.8, "a");
        rig.until(20);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "3.0 hook a-");
        assertThat(rig.intents.get(1).reason()).isEqualTo("all alerts resolved");
    }

    @Test
    void aPartialResolutionIsToldWithTheRestAndThenLeftOut() {
        EngineRig rig = EngineRig.of(route("").replace("group_by: [alertname], ", ""));
        rig.fire(0, "a");
        rig.fire(0, "b");
        rig.until(1);
        rig.resolve(1.8, "b");
        rig.until(3.5);
        rig.fire(4, "c");
        rig.until(9);
        assertThat(rig.told()).containsExactly("1.0 hook a+ b+", "3.0 hook a+ b-", "5.0 hook a+ c+");
        assertThat(rig.intents.get(1).reason()).isEqualTo("some alerts resolved");
    }

    @Test
    void nobodyHearsOfWhatIsOverBeforeTheFirstFlush() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.resolve(0.5, "a");
        rig.until(10);
        assertThat(rig.told()).isEmpty();
    }

    @Test
    void anAlertThatIsNotPostedAgainIsResolvedAfterTheTimeout() {
        EngineRig rig = EngineRig.of("global: {resolve_timeout: 3s}\n" + route(""));
        rig.fire(0, "a");
        rig.fire(2, "a");
        rig.until(4.9);
        assertThat(rig.told()).containsExactly("1.0 hook a+");
        rig.until(9);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "5.0 hook a-");
    }

    @Test
    void repeatsWhenTheRepeatIntervalHasPassed() {
        EngineRig rig = EngineRig.of(route("").replace("repeat_interval: 1h", "repeat_interval: 3s"));
        rig.fire(0, "a");
        rig.until(10);
        // At 3 the repeat is not due; at 5 it is, at 9 again.
        assertThat(rig.told()).containsExactly("1.0 hook a+", "5.0 hook a+", "9.0 hook a+");
        assertThat(rig.intents.get(1).reason()).isEqualTo("repeat interval elapsed");
    }

    @Test
    void withoutResolutionsTheLogStillLearnsThem() {
        EngineRig rig = EngineRig.of(route("").replace("{receiver: hook", "{receiver: quiet"));
        rig.fire(0, "a");
        rig.until(1);
        rig.resolve(1.5, "a");
        rig.until(4);
        rig.post(4, alert(Map.of("alertname", "a"), 4.0, null));
        rig.until(9);
        assertThat(rig.told()).containsExactly("1.0 quiet a+", "5.0 quiet a+");
    }

    @Test
    void annotationsAreNoNews() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.until(1);
        rig.fire(2, "a");
        rig.until(9);
        assertThat(rig.told()).hasSize(1);
    }

    @Test
    void aRouteWithEpisodesTellsOfEachChangeAtOnce() {
        EngineRig rig = EngineRig.of(route("episodes: true"));
        rig.post(0, alert(Map.of("alertname", "a"), 0.0, 60.0));
        rig.until(1);
        rig.post(1.2, alert(Map.of("alertname", "a"), 0.0, 1.2));
        rig.post(1.4, alert(Map.of("alertname", "a"), 1.4, 60.0));
        rig.until(9);
        assertThat(rig.told()).containsExactly("0.0 hook a+", "1.2 hook a-", "1.4 hook a+");
    }

    @Test
    void groupsOfContinuedRoutesAreToldEach() {
        EngineRig rig = EngineRig.of(
                route(
                        "routes: [{matchers: ['s=c'], receiver: quiet, continue: true}, {matchers: ['team=~a|b'], group_by: ['...']}]"));
        rig.post(0, alert(Map.of("alertname", "x", "s", "c", "team", "a"), null, null));
        rig.until(1);
        assertThat(rig.intents)
                .extracting(Intent::groupKey)
                .containsExactly(
                        "{}/{s=\"c\"}:{alertname=\"x\"}", "{}/{team=~\"a|b\"}:{alertname=\"x\", s=\"c\", team=\"a\"}");
    }

    @Test
    void aFiringSourceMutesItsTargetsUntilTheNextTickAfterItsEnd() {
        EngineRig rig = EngineRig.of(route("")
                + "inhibit_rules: [{source_matchers: ['alertname=s'], target_matchers: ['alertname=t'], equal: [c]}]");
        rig.fire(0, "s");
        rig.fire(0, "t");
        rig.post(0, alert(Map.of("alertname", "t", "c", "1"), null, null));
        rig.until(1.5);
        assertThat(rig.told()).containsExactly("1.0 hook s+", "1.0 hook t+");
        rig.resolve(2, "s");
        rig.until(3);
        assertThat(rig.told()).containsExactly("1.0 hook s+", "1.0 hook t+", "3.0 hook s-", "3.0 hook t+ t+");
    }

    @Test
    void whatMatchesBothSidesDoesNotMuteItsLike() {
        EngineRig rig =
                EngineRig.of(route("") + "inhibit_rules: [{source_matchers: ['x=\"\"'], target_matchers: ['x=\"\"']}]");
        rig.fire(0, "a");
        rig.fire(0, "b");
        rig.until(1);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "1.0 hook b+");
    }

    @Test
    void silencesMuteWhileTheyHold() {
        EngineRig rig = EngineRig.of(route("").replace("repeat_interval: 1h", "repeat_interval: 1ms"));
        rig.silence(0, "id", "alertname=a", 2.5, 4.5);
        rig.fire(0, "a");
        rig.until(6);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "5.0 hook a+");
    }

    @Test
    void aResolutionUnderASilenceIsMutedToo() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.until(1);
        rig.silence(1.2, "id", "alertname=a", 1.2, 60);
        rig.resolve(1.5, "a");
        rig.until(20);
        assertThat(rig.told()).containsExactly("1.0 hook a+");
    }

    @Test
    void routesAreMutedByTheirTimes() {
        String intervals =
                "time_intervals: [{name: noon, time_intervals: [{times: [{start_time: '10:00', end_time: '10:01'}]}]}]";
        EngineRig muted =
                EngineRig.of(route("routes: [{matchers: ['alertname=a'], mute_time_intervals: [noon]}]") + intervals);
        muted.fire(0, "a");
        muted.until(65);
        assertThat(muted.told()).containsExactly("61.0 hook a+");
        EngineRig active =
                EngineRig.of(route("routes: [{matchers: ['alertname=a'], active_time_intervals: [noon]}]") + intervals);
        active.fire(0, "a");
        active.fire(61, "b");
        active.until(65);
        assertThat(active.told()).containsExactly("1.0 hook a+", "62.0 hook b+");
    }

    @Test
    void anEmptyGroupGoesOnTickingForAWhile() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.until(1);
        rig.resolve(1.5, "a");
        rig.until(3.5);
        rig.post(3.6, alert(Map.of("alertname", "a"), 3.6, null));
        rig.until(4.9);
        assertThat(rig.told()).hasSize(2);
        rig.until(5);
        assertThat(rig.told()).hasSize(3);
        rig.post(5.5, alert(Map.of("alertname", "a"), 3.6, 5.5));
        rig.until(60);
        assertThat(rig.heldGroups()).isZero();
        rig.post(60.5, alert(Map.of("alertname", "a"), 60.5, null));
        rig.until(61.4);
        assertThat(rig.told()).hasSize(4);
        rig.until(61.5);
        assertThat(rig.told()).hasSize(5);
    }

    @Test
    void anotherEngineTakesOverWithWaitingGroupsLogAndSilences() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "told");
        rig.silence(0, "id", "alertname=silenced", 0, 600);
        rig.until(1.5);
        rig.fire(1.6, "waiting");
        rig.fire(1.6, "silenced");
        rig.takeOver();
        rig.fire(2, "told");
        rig.until(50);
        assertThat(rig.told()).as("it waits for its configuration").hasSize(1);
        rig.configure(route(""), 50);
        rig.until(60);
        assertThat(rig.told()).containsExactly("1.0 hook told+", "50.0 hook waiting+");
    }

    @Test
    void whatEndedWhileTheEngineStoodStillIsToldAfterASecondCrash() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.engine.pause();
        rig.post(3, alert(Map.of("alertname", "a"), 0.0, 2.9));
        assertThat(rig.told()).containsExactly("3.0 hook a+");
        rig.takeOver();
        rig.configure(route(""), 10);
        rig.until(12);
        assertThat(rig.told()).containsExactly("3.0 hook a+", "10.0 hook a-");
    }

    @Test
    void whatWasResolvedMeanwhileIsToldAfterwards() {
        EngineRig rig = EngineRig.of("global: {resolve_timeout: 5s}\n" + route(""));
        rig.fire(0, "a");
        rig.until(2);
        rig.takeOver();
        rig.configure("global: {resolve_timeout: 5s}\n" + route(""), 30);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "30.0 hook a-");
        rig.takeOver();
        rig.configure("global: {resolve_timeout: 5s}\n" + route(""), 40);
        rig.until(50);
        assertThat(rig.told()).hasSize(2);
    }

    @Test
    void aNewConfigurationBeginsGroupsAnewAndRepeatsNothing() {
        EngineRig rig = EngineRig.of(route(""));
        rig.fire(0, "a");
        rig.until(1);
        rig.configure(route("group_wait: 2s").replace("group_wait: 1s, ", ""), 1.5);
        rig.fire(1.6, "b");
        rig.until(9);
        assertThat(rig.told()).containsExactly("1.0 hook a+", "3.6 hook b+");
    }

    @Test
    void theSameInputGivesTheSameOutputHoweverTimePasses() {
        EngineRig often = EngineRig.of(route(""));
        EngineRig seldom = EngineRig.of(route(""));
        for (int i = 0; i < 200; i++) {
            double at = i * 0.37;
            for (EngineRig rig : new EngineRig[] {often, seldom}) {
                if (i % 3 == 0) {
                    rig.resolve(at, "a" + i % 7);
                } else {
                    rig.fire(at, "a" + i % 7);
                }
            }
            often.until(at + 0.1);
            often.until(at + 0.36);
        }
        often.until(200);
        seldom.until(200);
        assertThat(seldom.told()).isEqualTo(often.told()).hasSizeGreaterThan(20);
    }

    @Test
    void whatIsOverIsForgottenInTheEnd() {
        EngineRig rig = EngineRig.of("global: {resolve_timeout: 5s}\n" + route(""));
        for (int i = 0; i < 50; i++) {
            rig.fire(0, "a" + i);
        }
        rig.silence(0, "id", "alertname=b", 0, 1);
        rig.until(30);
        assertThat(rig.heldAlerts()).isEqualTo(50);
        rig.until(2_000);
        assertThat(rig.heldAlerts()).isZero();
        assertThat(rig.heldGroups()).isZero();
        rig.until(8_000);
        assertThat(rig.heldTold()).isZero();
    }
}
