package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleChangeTest {

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRuleThatIsAddedHoldsForTheNextRecord() {
        rig.metric("queue", "depth", 500);
        assertThat(states()).isEmpty();
        rig.rules = with(rule("deep", 100));
        rig.pass(Duration.ofMillis(10)).metric("queue", "depth", 500);
        assertThat(states()).containsExactly(AlertState.FIRING);
    }

    @Test
    void aRuleThatIsRemovedLeavesEverySourceWithTheNextTickWhetherOrNotARecordComes() {
        rig.rules = with(rule("deep", 100));
        for (int i = 0; i < 50; i++) {
            rig.metric("queue-" + i, "depth", 500);
        }
        assertThat(states()).hasSize(50).containsOnly(AlertState.FIRING);
        rig.rules = RuleCatalogue.builtIn();
        rig.tickFor(Duration.ofSeconds(1));
        assertThat(states()).hasSize(50).containsOnly(AlertState.RESOLVED);
    }

    @Test
    void aSourceThatLeftMemoryIsBoundToTheRulesOfItsReturn() {
        rig.rules = with(rule("deep", 100));
        rig.metric("queue", "depth", 500);
        for (int i = 0; i < 8_000; i++) {
            rig.metric("other-" + i, "depth", 1);
        }
        states();
        rig.rules = RuleCatalogue.builtIn();
        rig.tickFor(Duration.ofSeconds(1));
        assertThat(states()).containsExactly(AlertState.RESOLVED);
    }

    private List<AlertState> states() {
        List<AlertState> states = new ArrayList<>();
        for (AlertTransition step : rig.read(rig.topics.alertTransitions, AlertTransition.class)) {
            if (step.getKind() == AlertStepKind.STATE) {
                states.add(step.getTo());
            }
        }
        return states;
    }

    private static RuleCatalogue with(Rule rule) {
        List<Rule> all = new ArrayList<>(BuiltInRules.ALL);
        all.add(rule);
        return new RuleCatalogue(all);
    }

    private static Rule rule(String id, double limit) {
        return new Rule(
                id,
                Rule.Kind.THRESHOLD,
                id,
                "value",
                "samples",
                List.of(new RuleLevel(Severity.CRITICAL, limit, Decision.ESCALATE)),
                "",
                1,
                0,
                0,
                List.of("depth"),
                List.of());
    }
}
