package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.SourceFoldSettings.EvaluationSettings;
import io.tocsin.processor.core.source.SourceFoldSettings.Limits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationLogTest {

    @Test
    void eachEventHasAnEntryAsLongAsTheBudgetLasts() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 50; i++) {
            rig.metric("requests", i);
        }
        assertThat(rig.evaluations).hasSize(20);
        assertThat(rig.evaluations).allMatch(entry -> entry.eventCount() == 1);
        assertThat(rig.evaluations.get(3).eventId()).isEqualTo("e4");
    }

    @Test
    void foldedEventsAreCountedInTheNextEntry() {
        FoldRig rig = new FoldRig();
        for (int i = 0; i < 50; i++) {
            rig.metric("requests", i);
        }
        rig.pass(10_000).metric("requests", 1);
        assertThat(rig.evaluations).hasSize(21);
        assertThat(rig.lastEvaluation().eventCount()).isEqualTo(31);
        rig.pass(9999).metric("requests", 1).pass(1).metric("requests", 1);
        assertThat(rig.evaluations).hasSize(22);
        assertThat(rig.lastEvaluation().eventCount()).isEqualTo(2);
        assertThat(rig.evaluations.stream()
                        .mapToLong(EvaluationEntry::eventCount)
                        .sum())
                .isEqualTo(rig.state.eventCount());
    }

    @Test
    void aChangeAlwaysHasAnEntry() {
        FoldRig rig = new FoldRig(SourceFoldSettings.defaults().withEvaluations(new EvaluationSettings(0, 10_000, 0)));
        rig.metric("requests", 1);
        assertThat(rig.evaluations).isEmpty();
        rig.metric("response_time", 6000);
        assertThat(rig.lastEvaluation().status()).isEqualTo(Health.WARNING);
        assertThat(rig.lastEvaluation().eventCount()).isEqualTo(2);
        rig.metric("response_time", 6000);
        assertThat(rig.evaluations).hasSize(1);
        rig.metric("latency", 4000);
        assertThat(rig.evaluations).hasSize(2);
        rig.log(Level.FATAL, "bye");
        assertThat(rig.evaluations).hasSize(3);
        assertThat(rig.lastEvaluation().eventId()).isNull();
        assertThat(rig.lastEvaluation().inputSnapshot())
                .containsEntry("level", "FATAL")
                .containsEntry("message", "bye");
        rig.tick(400_000);
        assertThat(rig.lastEvaluation().status()).isEqualTo(Health.NORMAL);
        assertThat(rig.lastEvaluation().inputSnapshot()).isEmpty();
    }

    @Test
    void allSourcesOfATaskTogetherAreBoundedInWhatIsUnremarkable() {
        FoldRig rig =
                new FoldRig(SourceFoldSettings.defaults().withEvaluations(new EvaluationSettings(20, 10_000, 30)));
        for (int source = 0; source < 10; source++) {
            rig.state = SourceState.create("default", "production", "s" + source, rig.now);
            for (int i = 0; i < 20; i++) {
                rig.metric("requests", i);
            }
        }
        assertThat(rig.evaluations).hasSize(30);
        rig.pass(1000).metric("requests", 1);
        assertThat(rig.evaluations).hasSize(31);
    }

    @Test
    void theReasonsOfAnEntrySumToItsScore() {
        FoldRig rig = new FoldRig().event(o -> {
            o.addMetric("response_time", 12_000);
            o.addMetric("cpu_usage", 99);
            o.addMetric("latency", 9000);
            o.attributes().addNull("output");
        });
        EvaluationEntry entry = rig.lastEvaluation();
        double sum = 0;
        for (var reason : entry.reasons()) {
            sum += reason.contribution();
        }
        assertThat(sum).isEqualTo(entry.severityScore());
        assertThat(entry.reasons())
                .extracting("rule")
                .containsExactly("response-time-high", "cpu-usage-high", "latency-high", "output-null");
        assertThat(entry.suggestions()).doesNotHaveDuplicates().hasSizeGreaterThan(3);
    }

    @Test
    void theSnapshotShowsTheInputInOrderAndHidesSecrets() {
        FoldRig rig = new FoldRig(SourceFoldSettings.defaults()
                .withMask(SnapshotMask.of(text -> text.replaceAll("[a-z]+@[a-z.]+", "<mail>"))));
        rig.event(o -> {
            o.addMetric("status_code", 200);
            o.addMetric("ratio", 0.25);
            o.attributes().add("user", "ada@example.org");
            o.attributes().add("password", "hunter2");
            o.attributes().add("api_key_id", 12345L);
            o.attributes().addNull("nothing");
            o.metadata().add("trace", "t-1");
        });
        assertThat(rig.lastEvaluation().inputSnapshot().toString())
                .isEqualTo("{api_key_id=***, event_type=api_response, metadata.trace=t-1, nothing=null, password=***, "
                        + "ratio=0.25, status_code=200, user=<mail>}");
    }

    @Test
    void aMaskThatFailsShowsNothing() {
        FoldRig rig = new FoldRig(SourceFoldSettings.defaults().withMask((name, value) -> {
            throw new IllegalStateException(value);
        }));
        rig.event(o -> o.attributes().add("user", "ada"));
        assertThat(rig.lastEvaluation().inputSnapshot().get("user"))
                .isEqualTo("*** (masking failed: IllegalStateException)");
    }

    @Test
    void theSnapshotIsBounded() {
        FoldRig rig = new FoldRig(SourceFoldSettings.defaults().withLimits(new Limits(200, 64, 10, 32)));
        rig.event(o -> {
            for (int i = 0; i < 100; i++) {
                o.attributes().add("a" + i, "x".repeat(1000));
            }
        });
        assertThat(rig.lastEvaluation().inputSnapshot()).hasSize(11).containsEntry(EvaluationWriter.LEFT_OUT, "91");
        assertThat(rig.lastEvaluation().inputSnapshot().get("a1")).hasSize(32);
    }

    @Test
    void idsAreUniqueAndTheSameOnEveryReplay() {
        FoldRig one = new FoldRig();
        FoldRig other = new FoldRig();
        for (int i = 0; i < 15; i++) {
            one.metric("requests", i);
            other.commitAndReload().metric("requests", i);
        }
        assertThat(one.evaluations).extracting(EvaluationEntry::id).doesNotHaveDuplicates();
        assertThat(other.evaluations).isEqualTo(one.evaluations);
        assertThat(one.evaluations.get(0).id()).matches("[0-9a-f]{16}-1");
    }

    @Test
    void eventsAreCountedByTheStatusThatTheyWereJudgedWith() {
        FoldRig rig = new FoldRig().metric("requests", 1).metric("requests", 1).metric("response_time", 6000);
        assertThat(rig.state.eventsByStatus(Health.NORMAL)).isEqualTo(2);
        assertThat(rig.state.eventsByStatus(Health.WARNING)).isEqualTo(1);
        assertThat(rig.state.severitySum()).isEqualTo(0.7);
        assertThat(IntStream.range(0, Health.COUNT)
                        .mapToLong(i -> rig.state.eventsByStatus(Health.of(i)))
                        .boxed()
                        .collect(Collectors.summingLong(Long::longValue)))
                .isEqualTo(rig.state.eventCount());
    }
}
