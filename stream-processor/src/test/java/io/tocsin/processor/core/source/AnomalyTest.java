package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.model.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyTest {

    /** A queue that hovers around 100 with a deviation of 2, one value per bucket. */
    static FoldRig history(int buckets) {
        FoldRig rig = new FoldRig();
        Random random = new Random(5);
        for (int i = 0; i < buckets; i++) {
            rig.metric("queue", 100 + 2 * random.nextGaussian()).pass(10_000);
        }
        return rig;
    }

    private static FoldRig bucket(FoldRig rig, double value) {
        return rig.metric("queue", value).pass(10_000).tick(20_000);
    }

    @Test
    void aMeanFarFromHistoryIsUnusual() {
        FoldRig rig = bucket(history(40), 130);
        assertThat(rig.reason("z-score").severity()).isEqualTo(Severity.WARNING);
        assertThat(rig.reason("z-score").observed()).isEqualTo(130);
        assertThat(rig.reason("z-score").expected()).isBetween(98.0, 102.0);
        assertThat(rig.reason("z-score").samples()).isEqualTo(40);
        assertThat(rig.reason("z-score").text())
                .startsWith("queue 130 is unusual: expected about ")
                .contains("z-score");
        assertThat(rig.lastAlert().alert().labels()).containsEntry("metric", "queue");
    }

    @Test
    void aMeanBelowHistoryIsAsUnusual() {
        assertThat(bucket(history(40), 70).has("z-score")).isTrue();
    }

    @Test
    void aBucketIsJudgedWhenItClosesAndNotBefore() {
        FoldRig rig = history(40).metric("queue", 130);
        assertThat(rig.has("z-score")).isFalse();
        rig.pass(12_000).metric("other", 1);
        assertThat(rig.has("z-score")).isTrue();
    }

    @Test
    void withLessThanThirtyBucketsNothingIsSaid() {
        assertThat(bucket(history(29), 1000).has("z-score")).isFalse();
        assertThat(bucket(history(30), 1000).has("z-score")).isTrue();
    }

    @Test
    void aConstantSeriesDoesNotFireOnDust() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 100; i++) {
            rig.metric("queue", 100).pass(10_000);
        }
        assertThat(bucket(rig, 100.5).has("z-score")).isFalse();
        assertThat(bucket(rig, 105).has("z-score")).isFalse();
        assertThat(bucket(rig, 120).has("z-score")).isTrue();
    }

    @Test
    void aSeriesOfZerosHasNoScaleToJudgeBy() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 100; i++) {
            rig.metric("queue", 0).pass(10_000);
        }
        assertThat(bucket(rig, 5).has("z-score")).isFalse();
    }

    @Test
    void aCounterIsNotJudgedByItsValue() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 100; i++) {
            int value = i < 90 ? i : i * 1000;
            rig.event("metric", rig.now, o -> {
                o.addMetric("requests", value);
                o.kind("requests", MetricKind.COUNTER);
            });
            rig.pass(10_000);
        }
        assertThat(rig.has("z-score")).isFalse();
    }

    @Test
    void aLastingChangeBecomesUsual() {
        FoldRig rig = history(400);
        for (int i = 0; i < 600; i++) {
            bucket(rig, 130 + (i % 3));
        }
        assertThat(rig.has("z-score")).isFalse();
    }

    @Test
    void quietSeriesFireRarely() {
        FoldRig rig = new FoldRig();
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            rig.metric("queue", 100 + 5 * random.nextGaussian()).pass(10_000);
        }
        assertThat(rig.alerts).isEmpty();
    }

    @Test
    void valuesWithAHeavyTailAreJudgedByTheirTail() {
        FoldRig rig = new FoldRig();
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            rig.metric("queue", 100 * Math.exp(0.4 * random.nextGaussian())).pass(10_000);
        }
        assertThat(rig.alerts).isEmpty();
        bucket(rig, 2_000);
        assertThat(rig.lastAlert().alert().rule()).isEqualTo("z-score");
    }

    @Test
    void aFewFailuresOfAnOperationAreNoUnusualValue() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 3_000; i++) {
            boolean fails = i % 350 == 349;
            rig.event("operation", rig.now, o -> {
                o.operation().set("pay");
                o.outcome(20, !fails);
            });
            rig.tick(30_000);
        }
        assertThat(rig.alerts).isEmpty();
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void failuresThatAreNoChanceAreAnUnusualCourse() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 6_300; i++) {
            boolean fails = i % 350 == 349 || i >= 5_900 && i < 6_000 && i % 8 == 0;
            rig.event("operation", rig.now, o -> {
                o.operation().set("pay");
                o.outcome(20, !fails);
            });
            rig.tick(1_000);
        }
        assertThat(rig.findings).anyMatch(finding -> finding.subject().equals("failed{operation=\"pay\"}"));
    }

    @Test
    void hugeValuesDoNotPoisonTheHistory() {
        FoldRig rig = history(40);
        bucket(rig, Double.MAX_VALUE);
        bucket(rig, -Double.MAX_VALUE);
        assertThat(rig.has("z-score")).isTrue();
        for (int i = 0; i < 20; i++) {
            bucket(rig, 100);
        }
        assertThat(rig.has("z-score")).isFalse();
    }
}
