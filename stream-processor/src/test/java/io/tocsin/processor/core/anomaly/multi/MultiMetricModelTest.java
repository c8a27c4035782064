package io.tocsin.processor.core.anomaly.multi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tocsin.processor.core.anomaly.multi.MultiMetricVerdict.Contribution;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultiMetricModelTest {

    private static final int DAY = 1440;
    private static final MultiMetricSettings USUAL = MultiMetricSettings.DEFAULT;
    private static final MultiMetricSettings ALL = new MultiMetricSettings(EnumSet.allOf(MultiDetector.class), 0.5);

    private final MultiMetricModel model = new MultiMetricModel();
    private final Fleet fleet = new Fleet(7, 8);

    @Test
    void staysQuietOnOrdinaryDays() {
        for (int metrics : new int[] {2, 5, 40}) {
            int alarms = new Fleet(metrics, metrics).ordinary(new MultiMetricModel(), USUAL, 20 * DAY);
            assertTrue(alarms <= 1, alarms + " alarms with " + metrics + " metrics");
        }
    }

    @Test
    void findsMetricsThatMoveTogetherAndNamesThem() {
        assertEquals(0, fleet.ordinary(model, USUAL, 2 * DAY));
        MultiMetricVerdict verdict = null;
        for (int i = 0; i < 3; i++) {
            verdict = fleet.step(model, USUAL, (metric, value) -> metric == 2 || metric == 5 ? 3 * value + 40 : value);
        }
        assertTrue(verdict.alarm());
        assertTrue(verdict.score() > 0.5 && verdict.score() < 1);
        List<Contribution> two = verdict.contributions().subList(0, 2);
        assertEquals(Set.of("m2", "m5"), Set.of(two.get(0).metric(), two.get(1).metric()));
        assertTrue(two.get(0).share() + two.get(1).share() > 0.6);
        assertTrue(two.get(0).seen() > two.get(0).expected() && two.get(0).deviation() > 2);
    }

    @Test
    void findsThatMetricsNoLongerMoveTogetherThoughEachIsAsUsual() {
        MultiMetricSettings correlation = new MultiMetricSettings(EnumSet.of(MultiDetector.CORRELATION), 0.5);
        fleet.ordinary(model, correlation, 3 * DAY);
        double before = fleet.step(model, correlation).unrest();
        double after = 0;
        for (int i = 0; i < 10; i++) {
            // The load of another time of day: a value that the metric has every day.
            after = fleet.step(model, correlation, (metric, value) -> metric == 3 ? 40 * 0.9 : value)
                    .unrest();
        }
        assertTrue(after > 1.5 * before, before + " before, " + after + " after");
    }

    @ParameterizedTest
    @EnumSource(MultiDetector.class)
    void everyDetectorSeesAnEvidentEvent(MultiDetector detector) {
        MultiMetricSettings one = new MultiMetricSettings(EnumSet.of(detector), 0.5);
        fleet.ordinary(model, one, 3 * DAY);
        double before = fleet.step(model, one).unrest();
        double worst = 0;
        for (int i = 0; i < 5; i++) {
            worst = Math.max(
                    worst,
                    fleet.step(model, one, (metric, value) -> metric % 2 == 0 ? 5 * value + 100 : value)
                            .unrest());
        }
        assertTrue(worst > 2.5 * before, detector + ": " + before + " before, " + worst + " after");
    }

    @Test
    void aRestlessSourceIsHeldToAnAlarmADay() {
        Random random = new Random(3);
        MetricRow row = new MetricRow();
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        int alarms = 0;
        for (int t = 0; t < 40 * DAY; t++) {
            row.clear();
            for (int i = 0; i < 5; i++) {
                row.add("m" + i, random.nextInt(300) == 0 ? 20 + 10 * random.nextDouble() : 1 + random.nextDouble());
            }
            MultiMetricVerdict verdict = model.step(row, USUAL, workspace);
            alarms += t > 20 * DAY && verdict.rowsInAlarm() == 1 ? 1 : 0;
        }
        assertTrue(alarms <= 30, alarms + " alarms in 20 days");
    }

    @Test
    void isMoreAlarmedTheMoreSensitiveItIs() {
        double least = new MultiMetricSettings(USUAL.detectors(), 0).threshold();
        double usual = USUAL.threshold();
        double most = new MultiMetricSettings(USUAL.detectors(), 1).threshold();
        assertEquals(usual, least / 2, 1e-9);
        assertEquals(usual, most * 2, 1e-9);
        assertThrows(IllegalArgumentException.class, () -> new MultiMetricSettings(USUAL.detectors(), 1.1));
    }

    @Test
    void learnsNothingFromARowOfOneMetricOrWithoutDetectors() {
        MetricRow row = new MetricRow();
        row.add("m0", 1);
        row.add("m1", Double.NaN);
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        assertNull(model.step(row, USUAL, workspace));
        row.add("m2", 3);
        assertNull(model.step(row, new MultiMetricSettings(Set.of(), 0.5), workspace));
        assertFalse(model.isDirty());
        assertEquals(1, model.step(row, USUAL, workspace).rows());
        assertTrue(model.isDirty());
    }

    @Test
    void metricsMayComeGoAndBeConstant() {
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        int alarms = 0;
        for (int t = 0; t < 5 * DAY; t++) {
            MetricRow row = fleet.next((metric, value) -> metric == 6 ? 5 : metric == 7 ? Double.NaN : value);
            if (t > DAY && t % 3 > 0) {
                row.add("late", 20 + Math.sin(t));
            }
            alarms += model.step(row, ALL, workspace).rowsInAlarm() == 1 ? 1 : 0;
        }
        assertTrue(alarms <= 2, alarms + " alarms");
    }

    @Test
    void isBoundedWhateverMetricsThereAre() {
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        MetricRow row = new MetricRow();
        Random random = new Random(1);
        for (int t = 0; t < 2_000; t++) {
            row.clear();
            for (int i = 0; i < 60; i++) {
                row.add("m" + random.nextInt(1_000_000), random.nextGaussian());
            }
            row.add("a", t);
            row.add("b", -t);
            MultiMetricVerdict verdict = model.step(row, ALL, workspace);
            assertTrue(verdict.score() >= 0 && verdict.score() < 1, "score " + verdict.score());
        }
        assertTrue(model.approximateBytes() < 200_000, model.approximateBytes() + " bytes");
    }

    @Test
    void valuesAtTheEndOfTheRangeLeaveTheScoreANumber() {
        MultiMetricWorkspace workspace = new MultiMetricWorkspace();
        MetricRow row = new MetricRow();
        double[] odd = {0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 1e-300, 1e300, -0.0, 1};
        for (int t = 0; t < 3_000; t++) {
            row.clear();
            for (int i = 0; i < 6; i++) {
                row.add("m" + i, odd[t * (i + 3) / 7 % odd.length]);
            }
            MultiMetricVerdict verdict = model.step(row, ALL, workspace);
            assertTrue(verdict.score() >= 0 && verdict.score() < 1, "score " + verdict.score());
            verdict.contributions().forEach(c -> assertTrue(c.share() > 0 && c.share() <= 1.0001, c.toString()));
        }
    }
}
