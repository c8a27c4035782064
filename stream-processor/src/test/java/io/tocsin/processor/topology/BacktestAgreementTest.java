package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.backtest.Episode;
import io.tocsin.processor.backtest.RuleReplay;
import io.tocsin.processor.core.dedup.EventIdWindow;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.rules.language.RuleLanguage;
import io.tocsin.processor.topology.decode.EventDecoder;
import io.tocsin.processor.topology.decode.LogDecoder;
import io.tocsin.processor.topology.decode.NameCache;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktestAgreementTest {

    private static final int EVENTS = 6_000;
    private static final int SOURCES = 25;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: r, metric: load, comparison: '>', threshold: 97, for: 3s}",
                "{id: r, metric: load, comparison: '>', threshold: 97, keep_firing_for: 40s}",
                "{id: r, metric: load, aggregation: mean, window: 1m, threshold: 55, severity: critical}",
                "{id: r, metric: load, aggregation: p95, window: 5m, comparison: '>=', threshold: 95}",
                "{id: r, metric: load, aggregation: count, window: 1m, comparison: '<', threshold: 26}",
                "{id: r, expression: \"max('load', '1m') > 98 && events('1m') > 20.0\"}"
            })
    void aBacktestAgreesEventForEventWithTheLiveFold(String text) {
        RuleLanguage.Reading reading = RuleLanguage.rule(text);
        assertThat(reading.problems()).isEmpty();
        Rule rule = reading.rules().get(0);
        try (ProcessorRig rig = new ProcessorRig()) {
            List<Rule> live = new ArrayList<>(BuiltInRules.ALL);
            live.add(rule);
            rig.rules = new RuleCatalogue(live);
            RuleReplay replay = replay(rig, rule);
            TreeSet<String> expected = new TreeSet<>();
            SplittableRandom random = new SplittableRandom(11);
            long nextTick = rig.now() + 1_000;
            for (int i = 0; i < EVENTS; i++) {
                long step = random.nextInt(160);
                while (rig.now() + step >= nextTick) {
                    step -= nextTick - rig.now();
                    rig.pass(Duration.ofMillis(nextTick - rig.now()));
                    rig.pipe(rig.topics.ticks, null, new byte[] {0, 0, 0, 0, 9});
                    replay.tick(rig.now());
                    nextTick += 1_000;
                }
                rig.pass(Duration.ofMillis(Math.max(0, step)));
                int source = random.nextInt(SOURCES);
                double busy = 20 * Math.sin(rig.now() / 60_000.0 + source);
                Event event = rig.event(
                        "s" + source, Map.of("load", Math.min(100, 50 + busy + random.nextDouble() * 30)), Map.of());
                byte[] key = new SourceKey("default", "production", "s" + source).bytes();
                byte[] value = rig.serialize(rig.topics.events, event);
                rig.pipe(rig.topics.events, key, value);
                replay.event(key, value, rig.now());
                if (i % 5_000 == 0) {
                    collect(rig, expected);
                }
            }
            collect(rig, expected);
            assertThat(told(replay)).isEqualTo(expected);
            assertThat(expected).hasSizeGreaterThan(4);
        }
    }

    private static void collect(ProcessorRig rig, TreeSet<String> expected) {
        rig.read(rig.topics.evaluations, io.tocsin.schemas.Evaluation.class);
        for (AlertTransition step : rig.read(rig.topics.alertTransitions, AlertTransition.class)) {
            if (!step.getAlert().getRule().equals("r") || step.getKind() == AlertStepKind.JOINED) {
                continue;
            }
            if (step.getTo() == AlertState.FIRING && step.getFrom() != AlertState.RECOVERING) {
                expected.add(step.getAlert().getSource() + " fired " + step.getAt());
            } else if (step.getTo() == AlertState.RESOLVED && step.getAlert().getFiredAt() != null) {
                expected.add(step.getAlert().getSource() + " ended " + step.getAt());
            }
        }
    }

    private static TreeSet<String> told(RuleReplay replay) {
        TreeSet<String> told = new TreeSet<>();
        for (Episode episode : replay.episodes()) {
            told.add(episode.source() + " fired " + episode.firedAt());
            if (episode.endedAt() != Long.MAX_VALUE) {
                told.add(episode.source() + " ended " + episode.endedAt());
            }
        }
        return told;
    }

    private static RuleReplay replay(ProcessorRig rig, Rule rule) {
        SchemaRegistryClient registry =
                SchemaRegistryClient.of(SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, ProcessorRig.REGISTRY)));
        RegistryPatience patience = new RegistryPatience(() -> false);
        NameCache names = new NameCache();
        return new RuleReplay(
                SourceFoldSettings.defaults().withRules(new RuleCatalogue(List.of(rule))),
                key -> true,
                new EventDecoder(new WireReader<>(Event.getClassSchema(), registry, patience), names),
                new LogDecoder(new WireReader<>(LogRecord.getClassSchema(), registry, patience), names),
                new EventIdWindow(Duration.ofMinutes(10).toMillis(), 100_000),
                (event, source) -> {});
    }
}
