package io.tocsin.processor.core.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.processor.core.stats.InMemoryBuckets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ScopeTotalsTest {

    private static final long START = 1_767_225_600_000L;

    private final SourceFoldSettings settings = SourceFoldSettings.defaults();
    private final SourceFold fold = new SourceFold(settings);
    private final SourceStateCodec codec = new SourceStateCodec(settings, name -> name);
    private final Conclusions nobody = new Conclusions() {
        @Override
        public void evaluation(EvaluationEntry entry) {
            // Not of interest here.
        }

        @Override
        public void alertChange(AlertChange change) {
            // Not of interest here.
        }

        @Override
        public void statusChange(SourceState source) {
            // Not of interest here.
        }
    };
    private ScopeTotals totals = new ScopeTotals();

    private void event(SourceState s, String metric, double value, long now) {
        Observation o = new Observation();
        o.clear();
        o.type("sample");
        o.times(now, now);
        o.addMetric(metric, value);
        fold.onObservation(s, o, now, nobody);
        totals.update(s);
    }

    private static List<ScopePart> drained(ScopeTotals totals) {
        List<ScopePart> parts = new ArrayList<>();
        totals.drain(START, parts::add);
        return parts;
    }

    private static SourceState source(String environment, String name) {
        return SourceState.create("default", environment, name, START);
    }

    @Test
    void countsPerEnvironmentAndForTheTenant() {
        SourceState a = source("production", "a");
        SourceState b = source("staging", "b");
        event(a, "x", 1, START);
        event(a, "response_time", 6000, START);
        event(b, "x", 1, START);
        List<ScopePart> parts = drained(totals);
        assertThat(parts).extracting(ScopePart::environment).containsExactly("*", "production", "staging");
        ScopePart all = parts.get(0);
        assertThat(all.sourceCount()).isEqualTo(2);
        assertThat(all.eventCount()).isEqualTo(3);
        assertThat(all.sourcesByStatus()).containsEntry(Health.NORMAL, 1L).containsEntry(Health.WARNING, 1L);
        assertThat(all.eventsByStatus()).containsEntry(Health.NORMAL, 2L).containsEntry(Health.WARNING, 1L);
        assertThat(all.activeAlerts()).isEqualTo(1);
        assertThat(all.severitySum()).isEqualTo(0.7);
        assertThat(parts.get(1).worst()).singleElement().isEqualTo(a.standing());
        assertThat(parts.get(2).worst()).isEmpty();
        assertThat(drained(totals))
                .as("an environment in trouble goes on telling, so that the end is noticed")
                .extracting(ScopePart::environment)
                .containsExactly("production");
        event(b, "x", 1, START);
        assertThat(drained(totals)).extracting(ScopePart::environment).containsExactly("*", "production", "staging");
    }

    @Test
    void logLinesCountToo() {
        SourceState a = source("production", "a");
        LogLine line = new LogLine();
        line.clear();
        line.times(START, START);
        line.level(Level.INFO);
        line.message().set("hello");
        fold.onLogLine(a, line, START, nobody);
        totals.update(a);
        assertThat(drained(totals).get(0).logCount()).isEqualTo(1);
        assertThat(drained(totals)).isEmpty();
    }

    @Property(tries = 30)
    void totalsAreThoseOfTheSourcesThroughRestartsAndRebuilds(@ForAll long seed) {
        Random random = new Random(seed);
        totals = new ScopeTotals();
        List<SourceState> sources = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sources.add(source(i % 2 == 0 ? "production" : "staging", "s" + i));
        }
        long now = START;
        for (int i = 0; i < 1500; i++) {
            now += random.nextInt(2000);
            int k = random.nextInt(sources.size());
            event(sources.get(k), "response_time", random.nextInt(12_000), now);
            if (random.nextInt(10) == 0) {
                sources.set(k, reloaded(sources.get(k)));
            }
            if (random.nextInt(100) == 0) {
                totals = ScopeTotals.decode(totals.encode());
            }
        }
        ScopeTotals rebuilt = new ScopeTotals();
        for (int k = 0; k < sources.size(); k++) {
            sources.set(k, reloaded(sources.get(k)));
            rebuilt.admit(sources.get(k));
        }
        List<ScopePart> kept = drained(ScopeTotals.decode(totals.encode()));
        List<ScopePart> fresh = drained(rebuilt);
        for (int i = 0; i < 3; i++) {
            assertThat(kept.get(i).sourceCount()).isEqualTo(fresh.get(i).sourceCount());
            assertThat(kept.get(i).eventCount()).isEqualTo(fresh.get(i).eventCount());
            assertThat(kept.get(i).sourcesByStatus()).isEqualTo(fresh.get(i).sourcesByStatus());
            assertThat(kept.get(i).eventsByStatus()).isEqualTo(fresh.get(i).eventsByStatus());
            assertThat(kept.get(i).activeAlerts()).isEqualTo(fresh.get(i).activeAlerts());
            assertThat(kept.get(i).severitySum()).isCloseTo(fresh.get(i).severitySum(), within(1e-6));
            assertThat(kept.get(i).worst())
                    .extracting(standing -> standing.id())
                    .isEqualTo(fresh.get(i).worst().stream()
                            .map(standing -> standing.id())
                            .toList());
        }
    }

    private SourceState reloaded(SourceState s) {
        codec.drainDirtyBuckets(s, new InMemoryBuckets());
        return codec.decode(s.id().tenant(), s.id().environment(), s.id().name(), codec.encodeHead(s));
    }

    @Test
    void theWorstTwentyAreNamedWorstFirstWhateverTheirNumber() {
        List<SourceState> sources = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            SourceState s = source("production", String.format("s%03d", i));
            sources.add(s);
            event(s, "response_time", i % 5 == 0 ? 20_000 : 6000, START);
        }
        ScopePart part = drained(totals).get(1);
        assertThat(part.worst()).hasSize(20).allMatch(standing -> standing.status() == Health.CRITICAL);
        assertThat(part.worst().get(0).id().name()).isEqualTo("s000");
        assertThat(totals.encode().length).isLessThan(60_000);
    }

    @Property(tries = 100)
    void damagedTotalsAreRefusedOrRead(@ForAll long seed) {
        Random random = new Random(seed);
        totals = new ScopeTotals();
        for (int i = 0; i < 10; i++) {
            event(source("e" + i % 3, "s" + i), "response_time", random.nextInt(12_000), START);
        }
        byte[] encoded = totals.encode();
        for (int i = 0; i < 20; i++) {
            byte[] damaged = encoded.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            byte[] cut = random.nextBoolean() ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length));
            try {
                assertThat(ScopeTotals.decode(cut)).isNotNull();
            } catch (CorruptStateException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void environmentsAreBoundedAndWhatIsNotCountedIsSaid() {
        for (int i = 0; i < ScopeTotals.MAX_SCOPES + 5; i++) {
            event(source("e" + i, "s"), "x", 1, START);
        }
        List<ScopePart> parts = drained(totals);
        assertThat(parts).hasSize(ScopeTotals.MAX_SCOPES);
        assertThat(parts.get(0).environment()).isEqualTo("*");
        assertThat(parts.get(0).eventCount()).isEqualTo(ScopeTotals.MAX_SCOPES + 5);
        assertThat(totals.uncounted()).isEqualTo(6);
    }

    @Test
    void aSourceThatRecoversIsFollowedByTheNext() {
        SourceState a = source("production", "a");
        SourceState b = source("production", "b");
        event(a, "response_time", 20_000, START);
        event(b, "response_time", 6000, START);
        event(a, "response_time", 1, START + 1000);
        fold.onTick(a, START + 31_000, nobody);
        totals.update(a);
        ScopePart part = drained(totals).get(1);
        assertThat(part.worst()).extracting(standing -> standing.id().name()).containsExactly("b");
        assertThat(part.activeAlerts()).isEqualTo(1);
    }

    @Test
    void partitionsAreMergedAndReplaced() {
        SourceState a = source("production", "a");
        event(a, "response_time", 20_000, START);
        ScopePart first = drained(totals).get(1);
        totals = new ScopeTotals();
        SourceState b = source("production", "b");
        event(b, "response_time", 6000, START + 5);
        ScopePart second = drained(totals).get(1);
        ScopeFold scope = new ScopeFold();
        scope.replace(3, second);
        scope.replace(1, first);
        scope.replace(1, first);
        ScopeSummary summary = scope.summary();
        assertThat(summary.partitions()).containsExactly(1, 3);
        assertThat(summary.sourceCount()).isEqualTo(2);
        assertThat(summary.status()).isEqualTo(Health.CRITICAL);
        assertThat(summary.severityScore()).isEqualTo(0.9);
        assertThat(summary.decision()).isEqualTo(Decision.ESCALATE);
        assertThat(summary.reasons())
                .containsExactly(
                        "a: response_time 20000 ms is above 10000 ms", "b: response_time 6000 ms is above 5000 ms");
        assertThat(summary.worst()).extracting(standing -> standing.id().name()).containsExactly("a", "b");
        scope.replace(1, null);
        assertThat(scope.summary().status()).isEqualTo(Health.WARNING);
    }
}
