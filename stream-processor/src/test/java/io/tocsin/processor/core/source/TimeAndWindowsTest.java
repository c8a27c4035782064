package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.view.HistoryPoint;
import io.tocsin.processor.core.view.LatestValue;
import io.tocsin.processor.core.view.MetricSummary;
import io.tocsin.processor.core.view.SourceDetail;
import io.tocsin.processor.core.view.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimeAndWindowsTest {

    private static final long TEN_YEARS = 3_650L * 86_400_000;

    private static LatestValue latest(FoldRig rig, String metric) {
        return rig.view(SourceViews.Detail.SUMMARY).latest().get(metric);
    }

    @Test
    void aRecordTenYearsAheadHurtsNobody() {
        FoldRig rig = new FoldRig().metric("x", 1);
        rig.event("api_response", rig.now + TEN_YEARS, o -> o.addMetric("x", 2))
                .pass(1000)
                .metric("x", 3);
        assertThat(rig.window("1m").eventCount()).isEqualTo(3);
        assertThat(rig.view(SourceViews.Detail.SUMMARY).futureCount()).isEqualTo(1);
        assertThat(latest(rig, "x").value()).isEqualTo(3);
    }

    @Test
    void aRecordOfTheYear2024IsCountedAtArrivalAndAsLate() {
        FoldRig rig = new FoldRig().event("host_snapshot", 1_705_754_096_000L, o -> o.addMetric("cpu_usage", 42.5));
        assertThat(rig.window("1m").metrics().get("cpu_usage").last()).isEqualTo(42.5);
        assertThat(rig.view(SourceViews.Detail.SUMMARY).lateCount()).isEqualTo(1);
        assertThat(latest(rig, "cpu_usage").at()).isEqualTo(rig.now);
        assertThat(latest(rig, "cpu_usage").observedAt()).isEqualTo(1_705_754_096_000L);
    }

    @Test
    void theGraceAndTheAheadTimeAreInclusive() {
        FoldRig rig = new FoldRig();
        rig.event("e", rig.now - 900_000, o -> {}).event("e", rig.now + 60_000, o -> {});
        assertThat(rig.state.lateCount + rig.state.futureCount).isZero();
        rig.event("e", rig.now - 900_001, o -> {}).event("e", rig.now + 60_001, o -> {});
        assertThat(rig.state.lateCount).isEqualTo(1);
        assertThat(rig.state.futureCount).isEqualTo(1);
        assertThat(rig.state.eventCount()).isEqualTo(4);
    }

    @Test
    void anyTimeAtAllIsTaken() {
        FoldRig rig = new FoldRig();
        rig.event("e", Long.MAX_VALUE, o -> o.addMetric("x", 1)).event("e", Long.MIN_VALUE, o -> o.addMetric("x", 2));
        rig.commitAndReload();
        assertThat(latest(rig, "x").value()).isEqualTo(2);
        assertThat(latest(rig, "x").observedAt()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theLatestValueIsTheOneOfTheGreatestTimeAndThenOfTheLaterArrival() {
        FoldRig rig = new FoldRig().metric("x", 1);
        rig.event("e", rig.now - 5000, o -> o.addMetric("x", 2));
        assertThat(latest(rig, "x").value()).isEqualTo(1);
        rig.metric("x", 3);
        assertThat(latest(rig, "x").value()).isEqualTo(3);
        assertThat(latest(rig, "x").min()).isEqualTo(1);
        assertThat(latest(rig, "x").max()).isEqualTo(3);
        assertThat(latest(rig, "x").mean()).isEqualTo(2);
        assertThat(latest(rig, "x").count()).isEqualTo(3);
    }

    @Test
    void aLateRecordCountsInTheBucketWhereItBelongs() {
        FoldRig rig = new FoldRig().metric("x", 1).tick(600_000).commit();
        rig.event("e", FoldRig.START + 5000, o -> o.addMetric("x", 5));
        rig.event("e", FoldRig.START + 65_000, o -> o.addMetric("x", 7));
        for (int i = 0; i < 2; i++) {
            assertThat(rig.window("5m").eventCount()).isZero();
            assertThat(rig.window("15m").metrics().get("x").count()).isEqualTo(3);
            assertThat(rig.window("1h").metrics().get("x").sum()).isEqualTo(13);
            assertThat(rig.window("24h").metrics().get("x").max()).isEqualTo(7);
            rig.commitAndReload();
        }
    }

    @Test
    void windowsAreCurrentToTheLastRecordAndSayTheirSpan() {
        FoldRig rig = new FoldRig().metric("x", 10).pass(1).metric("x", 20);
        WindowSummary minute = rig.window("1m");
        assertThat(minute.from()).isEqualTo(FoldRig.START - 60_000);
        assertThat(minute.to()).isEqualTo(rig.now + 1);
        assertThat(minute.eventCount()).isEqualTo(2);
        assertThat(minute.throughput()).isCloseTo(2 / 60.002, within(1e-9));
        MetricSummary x = minute.metrics().get("x");
        assertThat(x.mean()).isEqualTo(15);
        assertThat(x.last()).isEqualTo(20);
        assertThat(x.slope()).isCloseTo(10_000, within(1e-6));
        assertThat(x.stddev()).isCloseTo(7.0710678, within(1e-6));
    }

    @Test
    void logsAndOperationsAreInTheWindows() {
        FoldRig rig = new FoldRig()
                .operation(true)
                .operation(false)
                .log(Level.ERROR, "x")
                .log(Level.INFO, "y");
        WindowSummary minute = rig.window("1m");
        assertThat(minute.operationCount()).isEqualTo(2);
        assertThat(minute.errorCount()).isEqualTo(1);
        assertThat(minute.errorRate()).isEqualTo(0.5);
        assertThat(minute.logLevels())
                .containsEntry("ERROR", 1L)
                .containsEntry("INFO", 1L)
                .hasSize(2);
        assertThat(minute.logErrorRate()).isEqualTo(0.5);
        SourceDetail detail = rig.view(SourceViews.Detail.SUMMARY);
        assertThat(detail.operationCount()).isEqualTo(2);
        assertThat(detail.errorCount()).isEqualTo(1);
        assertThat(detail.logLevels()).containsEntry("ERROR", 1L);
        assertThat(detail.registeredAt()).isEqualTo(FoldRig.START);
        assertThat(detail.windows()).isEmpty();
    }

    @Property(tries = 25)
    void everyWindowCountsExactlyTheBucketsThatOverlapIt(@ForAll long seed) {
        Random random = new Random(seed);
        FoldRig rig = new FoldRig();
        List<double[]> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rig.tick(random.nextInt(random.nextInt(60) == 0 ? 4_000_000 : 20_000));
            long observed = rig.now
                    - (random.nextInt(4) == 0 ? random.nextInt(1_000_000) : random.nextInt(3000))
                    + (random.nextInt(10) == 0 ? random.nextInt(70_000) : 0);
            double value = random.nextInt(1000);
            rig.event("e", observed, o -> o.addMetric("x", value));
            boolean within = observed >= rig.now - 900_000 && observed <= rig.now + 60_000;
            samples.add(new double[] {within ? observed : rig.now, value});
            if (random.nextInt(7) == 0) {
                if (random.nextBoolean()) {
                    rig.commitAndReload();
                } else {
                    rig.commit();
                }
            }
        }
        SourceDetail detail = rig.view(SourceViews.Detail.HISTORY);
        long[] lengths = {10_000, 10_000, 10_000, 60_000, 900_000};
        for (int w = 0; w < 5; w++) {
            WindowSummary window = detail.windows().get(w);
            long length = lengths[w];
            // The bucket that now lies in is open; of those ahead of it nothing counts yet.
            long fineNow = Math.floorDiv(rig.now, 10_000L);
            double[] expected = samples.stream()
                    .filter(s -> s[0] >= window.from() && Math.floorDiv((long) s[0], 10_000L) <= fineNow)
                    .mapToDouble(s -> s[1])
                    .toArray();
            assertThat(window.from() % length).isZero();
            assertThat(window.eventCount()).as(window.window()).isEqualTo(expected.length);
            if (expected.length > 0) {
                MetricSummary x = window.metrics().get("x");
                assertThat(x.count()).isEqualTo(expected.length);
                assertThat(x.sum()).isEqualTo(java.util.Arrays.stream(expected).sum());
                assertThat(x.max())
                        .isEqualTo(java.util.Arrays.stream(expected).max().orElseThrow());
            }
        }
        WindowSummary day = detail.windows().get(4);
        assertThat(detail.history().stream().mapToLong(HistoryPoint::eventCount).sum())
                .isEqualTo(day.eventCount());
        assertThat(detail.history()).isSortedAccordingTo((a, b) -> Long.compare(a.from(), b.from()));
        for (int i = 1; i < detail.history().size(); i++) {
            HistoryPoint before = detail.history().get(i - 1);
            assertThat(before.from() + before.durationMs())
                    .isLessThanOrEqualTo(detail.history().get(i).from());
        }
    }

    @Test
    void aDayOfRecordsTakesBoundedRoom() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 3 * 24 * 60; i++) {
            rig.metric("x", i % 100).metric("y", i % 7).pass(60_000).commit();
        }
        assertThat(rig.buckets.bytes()).isLessThan(40_000);
        assertThat(rig.window("24h").eventCount()).isBetween(2 * 24 * 60L, 2 * 24 * 60L + 30);
        assertThat(rig.head().length).isLessThan(600);
    }

    @Test
    void timeThatGoesBackIsTheLatestTime() {
        FoldRig rig = new FoldRig().metric("x", 1);
        rig.now -= 3_600_000;
        rig.event("e", FoldRig.START, o -> o.addMetric("x", 2));
        assertThat(rig.state.futureCount).isZero();
        assertThat(rig.state.lastSeen).isEqualTo(FoldRig.START);
    }

    @Test
    void duplicatesAreCountedAndNothingElse() {
        FoldRig rig = new FoldRig().metric("x", 1);
        rig.fold.onDuplicate(rig.state, rig.now);
        SourceDetail detail = rig.view(SourceViews.Detail.WINDOWS);
        assertThat(detail.duplicateCount()).isEqualTo(1);
        assertThat(detail.standing().eventCount()).isEqualTo(1);
        assertThat(detail.windows().get(0).eventCount()).isEqualTo(1);
    }
}
