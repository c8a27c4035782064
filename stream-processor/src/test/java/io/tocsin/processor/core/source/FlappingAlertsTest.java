package io.tocsin.processor.core.source;

import static io.tocsin.processor.core.model.AlertPhase.FIRING;
import static io.tocsin.processor.core.model.AlertPhase.RECOVERING;
import static io.tocsin.processor.core.model.AlertPhase.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.alert.FlapSettings;
import io.tocsin.processor.core.model.AlertOrder.Kind;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.AlertView;
import org.junit.jupiter.api.Test;

class FlappingAlertsTest {

    private static FoldRig rig(long keepFiringMs, FlapSettings flaps) {
        return new FoldRig(
                SourceFoldSettings.defaults().withAlerts(new AlertSettings(300_000, 32, keepFiringMs, flaps)));
    }

    private static FoldRig damped() {
        return rig(0, new FlapSettings(5, 3_600_000, 300_000));
    }

    private static void breach(FoldRig rig) {
        rig.pass(1000).metric("response_time", 6000);
    }

    /** Clears and waits until an alert that is not kept open is resolved. */
    private static void clear(FoldRig rig) {
        rig.pass(1000).metric("response_time", 100).tick(31_000);
    }

    private static AlertView alert(FoldRig rig) {
        return rig.lastAlert().alert();
    }

    @Test
    void anAlertThatFiresTooOftenIsToldOnceAndKeptOpenUntilItIsStable() {
        FoldRig rig = damped();
        for (int i = 0; i < 2; i++) {
            breach(rig);
            clear(rig);
        }
        assertThat(alert(rig).flappingSince()).isEqualTo(AlertView.NEVER);
        breach(rig);
        assertThat(rig.lastAlert().kind()).isEqualTo(AlertStepKind.FLAPPING_BEGAN);
        assertThat(alert(rig).flappingSince()).isEqualTo(rig.now);
        assertThat(alert(rig).flapScore()).isEqualTo(5);
        assertThat(alert(rig).annotations().get("flapping")).startsWith("changed 5 times");
        long episode = alert(rig).episode();
        for (int i = 0; i < 10; i++) {
            clear(rig);
            assertThat(alert(rig).phase()).isEqualTo(RECOVERING);
            breach(rig);
            assertThat(alert(rig).phase()).isEqualTo(FIRING);
        }
        assertThat(alert(rig).episode()).isEqualTo(episode);
        rig.pass(1000).metric("response_time", 100).tick(299_000);
        assertThat(alert(rig).phase()).isEqualTo(RECOVERING);
        rig.tick(1000);
        assertThat(alert(rig).phase()).isEqualTo(RESOLVED);
        assertThat(alert(rig).flappingSince()).isEqualTo(AlertView.NEVER);
        assertThat(alert(rig).annotations()).doesNotContainKey("flapping");
    }

    @Test
    void anAlertThatGoesOnFiringIsStableToo() {
        FoldRig rig = damped();
        for (int i = 0; i < 2; i++) {
            breach(rig);
            clear(rig);
        }
        for (int i = 0; i < 301; i++) {
            breach(rig);
        }
        assertThat(rig.lastAlert().kind()).isEqualTo(AlertStepKind.FLAPPING_ENDED);
        assertThat(alert(rig).phase()).isEqualTo(FIRING);
        assertThat(alert(rig).flappingSince()).isEqualTo(AlertView.NEVER);
    }

    @Test
    void whatIsFarApartDoesNotFlap() {
        FoldRig rig = damped();
        for (int i = 0; i < 6; i++) {
            breach(rig);
            clear(rig);
            rig.tick(1_800_000);
        }
        assertThat(rig.alerts)
                .allSatisfy(change -> assertThat(change.alert().flappingSince()).isEqualTo(AlertView.NEVER));
    }

    @Test
    void aPersonEndsAnAlertThatFlaps() {
        FoldRig rig = damped();
        for (int i = 0; i < 2; i++) {
            breach(rig);
            clear(rig);
        }
        breach(rig);
        clear(rig);
        assertThat(rig.order("r", Kind.RESOLVE, alert(rig).fingerprint())).isTrue();
        assertThat(alert(rig).phase()).isEqualTo(RESOLVED);
        breach(rig);
        assertThat(alert(rig).phase()).isEqualTo(FIRING);
        assertThat(alert(rig).flappingSince()).isEqualTo(AlertView.NEVER);
    }

    @Test
    void anAlertIsKeptFiringForItsTimeAndComesBackAsTheSameOccurrence() {
        FoldRig rig = rig(120_000, FlapSettings.NEVER);
        breach(rig);
        rig.pass(1000).metric("response_time", 100).tick(110_000);
        assertThat(alert(rig).phase()).isEqualTo(RECOVERING);
        breach(rig);
        assertThat(alert(rig).phase()).isEqualTo(FIRING);
        assertThat(alert(rig).episode()).isEqualTo(1);
        rig.pass(1000).metric("response_time", 100).tick(120_000);
        assertThat(alert(rig).phase()).isEqualTo(RESOLVED);
    }

    @Test
    void anAlertWithoutFurtherValuesIsKeptOpenToo() {
        FoldRig rig = rig(600_000, FlapSettings.NEVER);
        breach(rig);
        rig.tick(301_000);
        assertThat(alert(rig).phase()).isEqualTo(RECOVERING);
        rig.tick(600_000);
        assertThat(alert(rig).phase()).isEqualTo(RESOLVED);
    }

    @Test
    void whatFlapsSurvivesACrash() {
        FoldRig rig = damped();
        for (int i = 0; i < 2; i++) {
            breach(rig);
            clear(rig);
        }
        breach(rig);
        clear(rig);
        rig.commitAndReload();
        rig.tick(268_000);
        assertThat(alert(rig).phase()).isEqualTo(RECOVERING);
        rig.tick(1000);
        assertThat(alert(rig).phase()).isEqualTo(RESOLVED);
    }
}
