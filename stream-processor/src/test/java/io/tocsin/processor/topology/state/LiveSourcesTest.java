package io.tocsin.processor.topology.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.learned.Tally;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import io.tocsin.processor.core.source.SourceStateCodec;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class LiveSourcesTest {

    private static final SourceFoldSettings SETTINGS = SourceFoldSettings.defaults();
    private static final Conclusions NOBODY = new Conclusions() {
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

    private final InMemoryStore heads = new InMemoryStore();
    private final InMemoryStore buckets = new InMemoryStore();
    private final InMemoryStore models = new InMemoryStore();
    private final SourceFold fold = new SourceFold(SETTINGS);
    private long now = 1_750_000_000_000L;

    @Test
    void aSourceIsWrittenOncePerCommitHoweverOftenItChanged() {
        LiveSources sources = sources(1 << 20);
        for (int i = 0; i < 1_000; i++) {
            observe(sources, "orders");
        }
        assertThat(heads.writes).isZero();
        assertThat(sources.dirtyCount()).isEqualTo(1);

        sources.writeDirty();

        assertThat(heads.writes).isEqualTo(1);
        assertThat(sources.dirtyCount()).isZero();
        sources.writeDirty();
        assertThat(heads.writes).isEqualTo(1);
    }

    @Test
    void whatWasWrittenIsWhatAnotherTaskReads() {
        LiveSources sources = sources(1 << 20);
        for (int i = 0; i < 30; i++) {
            observe(sources, "source-" + i % 3);
        }
        sources.writeDirty();

        LiveSources restored = sources(1 << 20);

        for (int i = 0; i < 3; i++) {
            assertThat(restored.find(key("source-" + i)).state().eventCount()).isEqualTo(10);
        }
        assertThat(restored.find(key("never"))).isNull();
    }

    @Test
    void theLeastRecentlyUsedLeaveWrittenAndComeBackAsTheyWere() {
        LiveSources sources = sources(50_000);
        Random random = new Random(3);
        int[] counts = new int[500];
        for (int i = 0; i < 20_000; i++) {
            int source = random.nextInt(counts.length);
            counts[source]++;
            observe(sources, "source-" + source);
            // Heads and learned parts each have a bound of their own.
            assertThat(sources.liveBytes()).isLessThanOrEqualTo(50_000 + 20_000);
            assertThat(sources.liveBytes())
                    .as("live objects and learned parts have a bound each")
                    .isLessThanOrEqualTo(72_000);
            if (i % 997 == 0) {
                sources.writeDirty();
            }
        }
        for (int source = 0; source < counts.length; source++) {
            assertThat(sources.find(key("source-" + source)).state().eventCount())
                    .isEqualTo(counts[source]);
        }
    }

    @Test
    void deadlinesAreKnownAgainAfterARestart() {
        LiveSources sources = sources(1 << 20);
        observe(sources, "orders");
        long deadline = sources.find(key("orders")).state().nextDeadline();
        sources.writeDirty();

        LiveSources restored = sources(1 << 20);

        if (deadline == SourceState.NO_DEADLINE) {
            assertThat(restored.due(Long.MAX_VALUE - 1)).isNull();
        } else {
            assertThat(restored.due(deadline - 1)).isNull();
            assertThat(restored.due(deadline).key()).isEqualTo(key("orders"));
        }
    }

    @Test
    void aFailureAtASourceThatWasWrittenBringsTheWrittenStateBack() {
        LiveSources sources = sources(1 << 20);
        observe(sources, "orders");
        sources.writeDirty();
        SourceEntry entry = sources.findOrCreate(key("orders"), now);
        SourceState before = entry.state();

        sources.failed(entry);

        SourceState after = sources.find(key("orders")).state();
        assertThat(after).isNotSameAs(before);
        assertThat(after.eventCount()).isEqualTo(1);
    }

    @Test
    void aSourceThatFailedWithItsFirstRecordIsNotThere() {
        LiveSources sources = sources(1 << 20);

        sources.failed(sources.findOrCreate(key("orders"), now));
        sources.writeDirty();

        assertThat(sources.find(key("orders"))).isNull();
        assertThat(heads.content).isEmpty();
    }

    @Test
    void whatWasLearnedIsWrittenAtTheCommitWhenItChangedAndOnlyThen() {
        LiveSources sources = sources(1 << 20);
        learn(sources, "orders");
        assertThat(models.writes).isZero();
        sources.writeDirty();
        assertThat(models.writes).isEqualTo(1);

        observe(sources, "orders");
        sources.writeDirty();
        assertThat(models.writes).isEqualTo(1);

        LiveSources restored = sources(1 << 20);
        assertThat(tally(restored, "orders")).isEqualTo(1);
        assertThat(tally(restored, "billing")).isZero();
    }

    @Test
    void whatWasLearnedLeavesMemoryOnItsOwnAndComesBackAsItWas() {
        LiveSources sources = sources(10 << 20);
        Random random = new Random(5);
        int[] counts = new int[200];
        for (int i = 0; i < 5_000; i++) {
            int source = random.nextInt(counts.length);
            counts[source]++;
            learn(sources, "source-" + source);
            if (i % 997 == 0) {
                sources.writeDirty();
            }
        }
        assertThat(sources.residentCount()).isEqualTo(counts.length);
        for (int source = 0; source < counts.length; source++) {
            assertThat(tally(sources, "source-" + source)).isEqualTo(counts[source]);
        }
        assertThat(sources.liveBytes()).isLessThan(1 << 20);
    }

    @Test
    void whatWasLearnedLeavesMemoryWithItsSource() {
        LiveSources sources = sources(10_000);
        for (int i = 0; i < 300; i++) {
            learn(sources, "source-" + i % 30);
        }

        for (int i = 0; i < 30; i++) {
            assertThat(tally(sources, "source-" + i)).isEqualTo(10);
        }
        sources.writeDirty();
        assertThat(sources.liveBytes()).isLessThan(60_000);
    }

    @Test
    void whatCannotBeReadIsLearnedAnew() {
        models.put(Bytes.wrap("default/production/orders\u00fftally".getBytes(ISO_8859_1)), new byte[] {99});

        learn(sources(1 << 20), "orders");

        assertThat(tally(sources(1 << 20), "orders")).isZero();
    }

    @Test
    void aKeyThatIsNoSourceIsRefused() {
        LiveSources sources = sources(1 << 20);
        for (String key : new String[] {"orders", "a/b", "default/production/", "a%2fb/c/d", "x/*/y", "a/b/.."}) {
            assertThatThrownBy(() -> sources.findOrCreate(key.getBytes(UTF_8), now))
                    .as(key)
                    .isInstanceOfSatisfying(
                            PoisonException.class, e -> assertThat(e.reason()).isEqualTo(DeadLetterReason.INVALID_KEY));
        }
        assertThatThrownBy(() -> sources.findOrCreate(new byte[] {'a', '/', 'b', '/', (byte) 0xFF}, now))
                .isInstanceOf(PoisonException.class);
    }

    @Test
    void theProgressInTheStoreIsNoSource() {
        heads.put(Progress.KEY, Progress.NONE.encode());

        assertThat(sources(1 << 20).residentCount()).isZero();
        assertThat(heads.get(Bytes.wrap(new byte[] {0}))).isNotNull();
    }

    private void observe(LiveSources sources, String source) {
        now += 50;
        SourceEntry entry = sources.findOrCreate(key(source), now);
        Observation observation = new Observation();
        observation.id().set("id-" + now);
        observation.type("sample");
        observation.times(now, now);
        observation.addMetric("cpu_usage", 10);
        fold.onObservation(entry.state(), observation, now, NOBODY);
        sources.changed(entry);
    }

    private void learn(LiveSources sources, String source) {
        observe(sources, source);
        SourceEntry entry = sources.find(key(source));
        entry.state().learned().get(Tally.KIND).add();
        sources.changed(entry);
    }

    private long tally(LiveSources sources, String source) {
        SourceEntry entry = sources.findOrCreate(key(source), now);
        Tally tally = entry.state().learned().find(Tally.KIND);
        long count = tally == null ? 0 : tally.count;
        sources.changed(entry);
        return count;
    }

    private LiveSources sources(long maxBytes) {
        return new LiveSources(heads, buckets, models, new SourceStateCodec(SETTINGS, name -> name), maxBytes, 20_000);
    }

    private static byte[] key(String source) {
        return ("default/production/" + source).getBytes(UTF_8);
    }
}
