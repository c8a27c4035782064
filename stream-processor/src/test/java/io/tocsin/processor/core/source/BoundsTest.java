package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.view.SourceDetail;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundsTest {

    @Test
    void metricsBeyondTheBoundAreCountedAsDroppedAndSaidInTheView() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 5000; i++) {
            rig.metric("m" + i, i);
        }
        SourceDetail detail = rig.view(SourceViews.Detail.WINDOWS);
        assertThat(detail.latest()).hasSize(200);
        assertThat(detail.droppedSamples()).isEqualTo(4800);
        assertThat(detail.windows().get(0).eventCount()).isEqualTo(5000);
        assertThat(rig.state.approximateBytes()).isLessThan(200_000);
        rig.metric("m7", 70);
        assertThat(rig.view(SourceViews.Detail.SUMMARY).latest().get("m7").value())
                .isEqualTo(70);
    }

    @Test
    void aMetricThatHasBeenSilentForMoreThanADayMakesRoom() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 200; i++) {
            rig.metric("m" + i, i);
        }
        rig.pass(60_000).metric("m0", 1).metric("extra", 1);
        assertThat(rig.state.droppedSamples).isEqualTo(1);
        rig.pass(MetricTable.FORGOTTEN_AFTER_MS - 30_000).metric("extra", 2);
        SourceDetail detail = rig.view(SourceViews.Detail.WINDOWS);
        assertThat(detail.latest()).hasSize(200).containsKeys("extra", "m0").doesNotContainKey("m1");
        assertThat(detail.windows().get(4).metrics()).containsOnlyKeys("extra");
        rig.commitAndReload().metric("extra", 3);
        assertThat(rig.view(SourceViews.Detail.SUMMARY).latest().get("extra").count())
                .isEqualTo(2);
    }

    @Test
    void labelsAreBoundedInNumberAndLength() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 1000; i++) {
            String name = "l" + i;
            rig.event(o -> o.labels().add(name, "v".repeat(10_000)));
        }
        assertThat(rig.state.labels()).hasSize(64);
        assertThat(rig.state.labels().get("l0")).hasSize(512);
        assertThat(rig.view(SourceViews.Detail.SUMMARY).droppedLabels()).isEqualTo(936);
    }

    @Test
    void labelsOfAMetricBelongToItsLatestValueAndThoseOfThePlaceToTheSource() {
        FoldRig rig = new FoldRig().event(o -> o.labels().add("team", "shop"));
        rig.event("metric", rig.now, o -> {
            o.addMetric("requests", 1);
            o.labels().add("region", "eu");
            o.labels().add("host", "web-1");
        });
        assertThat(rig.state.labels()).containsOnlyKeys("host", "team");
        assertThat(rig.view(SourceViews.Detail.SUMMARY).latest().get("requests").labels())
                .containsEntry("region", "eu")
                .containsEntry("host", "web-1")
                .hasSize(2);
        rig.event("metric", rig.now, o -> o.addMetric("requests", 2));
        assertThat(rig.view(SourceViews.Detail.SUMMARY).latest().get("requests").labels())
                .containsOnlyKeys("host", "team");
    }

    @Test
    void aLabelThatChangesKeepsItsLatestValue() {
        FoldRig rig = new FoldRig().event(o -> o.labels().add("version", "1"));
        LabelSet before = rig.state.labels;
        rig.event(o -> o.labels().add("version", "1"));
        assertThat(rig.state.labels).isSameAs(before);
        rig.event(o -> o.labels().add("version", "2"));
        assertThat(rig.state.labels()).containsEntry("version", "2").hasSize(1);
    }

    static Stream<Consumer<Observation>> invalid() {
        return Stream.of(
                o -> o.type(null),
                o -> o.type(""),
                o -> o.addMetric("x", Double.NaN),
                o -> o.addMetric("x", Double.NEGATIVE_INFINITY),
                o -> o.addMetric("", 1),
                o -> o.addMetric(null, 1),
                o -> o.addMetric("x".repeat(513), 1),
                o -> o.labels().add("", "v"),
                o -> o.attributes().add((String) null, 1L),
                o -> o.outcome(-1, true),
                o -> o.outcome(Double.POSITIVE_INFINITY, true),
                o -> o.intervalMs(-1));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidEventChangesNothing(Consumer<Observation> damage) {
        FoldRig rig = new FoldRig().metric("x", 1);
        byte[] before = rig.head();
        rig.pass(120_000);
        assertThatThrownBy(() -> rig.event(damage)).isInstanceOf(InvalidInputException.class);
        assertThat(rig.head()).isEqualTo(before);
    }

    @Test
    void anInvalidLogLineChangesNothing() {
        FoldRig rig = new FoldRig().metric("x", 1);
        byte[] before = rig.head();
        LogLine line = new LogLine();
        line.clear();
        assertThatThrownBy(() -> rig.fold.onLogLine(rig.state, line, rig.now, rig))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("message must not be null");
        assertThat(rig.head()).isEqualTo(before);
    }

    @Test
    void aPromiseOfAnAbsurdIntervalOverflowsNothing() {
        FoldRig rig = new FoldRig()
                .heartbeat(Long.MAX_VALUE)
                .tick(60_000)
                .commitAndReload()
                .tick(60_000);
        assertThat(rig.state.reasons()).isEmpty();
        assertThat(rig.state.nextDeadline()).isGreaterThan(rig.now);
    }

    @Test
    void registrationIsKept() {
        FoldRig rig = new FoldRig().pass(5000);
        rig.event("service_registration", rig.now, o -> o.attributes().add("description", "the shop"));
        rig.pass(5000)
                .event("service_registration", rig.now, o -> o.attributes().add("description", "the new shop"));
        SourceDetail detail = rig.commitAndReload().view(SourceViews.Detail.SUMMARY);
        assertThat(detail.registeredAt()).isEqualTo(FoldRig.START + 5000);
        assertThat(detail.description()).isEqualTo("the new shop");
    }

    @Test
    void inTheSteadyStateARecordAllocatesNothing() {
        FoldRig rig = new FoldRig();
        Observation o = new Observation();
        byte[] text = "success".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 30_000; i++) {
            fold(rig, o, text, i);
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 10_000; i++) {
            fold(rig, o, text, i);
        }
        // The measurement itself may allocate a little; a single object per record would be 160,000 bytes.
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(20_000);
    }

    @Test
    void inTheSteadyStateALogLineAllocatesNothing() {
        FoldRig rig = new FoldRig();
        LogLine line = new LogLine();
        byte[] text = "WARN request took 12 ms longer than it should have".getBytes(StandardCharsets.UTF_8);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = 0;
        for (int i = 0; i < 40_000; i++) {
            if (i == 30_000) {
                before = threads.getThreadAllocatedBytes(thread);
            }
            line.clear();
            line.times(rig.now, rig.now);
            line.level(Level.WARN);
            line.message().setUtf8(text, 0, text.length);
            line.labels().addUtf8("service", text, 0, 4);
            rig.fold.onLogLine(rig.state, line, rig.now, rig);
        }
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(20_000);
    }

    private static void fold(FoldRig rig, Observation o, byte[] text, int i) {
        o.clear();
        o.type("operation");
        o.times(rig.now, rig.now);
        o.addMetric("response_time", 100 + i % 50);
        o.addMetric("cpu_usage", 10 + i % 30);
        o.addMetric("memory_usage", 20 + i % 10);
        o.addMetric("duration_ms", 5 + i % 20);
        o.outcome(5, true);
        o.attributes().addUtf8("output", text, 0, text.length);
        o.attributes().add("status_code", 200L);
        o.labels().addUtf8("service", text, 0, text.length);
        rig.fold.onObservation(rig.state, o, rig.now, rig);
    }
}
