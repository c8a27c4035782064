package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.FindingMatch;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.processor.core.rule.SourceSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules that people make about findings. */
class FindingRulesTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    private FoldRig rig = new FoldRig();
    private final Random random = new Random(7);

    @Test
    void aBurstOfLogLinesIsAReasonOfTheBuiltInRuleAndAnAlertOfAnOwnOne() {
        use(rule("bursts", new FindingMatch(LogSignal.BURST, List.of(), List.of(), 0), 0.8, Comparison.ABOVE));

        signal(true, 0.5);
        assertThat(rig.reason("log-template-burst").severity()).isEqualTo(Severity.INFO);
        assertThat(rig.has("bursts")).as("below its score").isFalse();
        signal(true, 0.9);
        assertThat(rig.reason("bursts").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(rig.lastAlert().alert().rule()).isEqualTo("bursts");

        signal(false, 0);
        rig.tick(MINUTE);
        assertThat(rig.has("bursts")).isFalse();
        assertThat(rig.has("log-template-burst")).isFalse();
    }

    @Test
    void aRuleMayAskForCertainDetectorsAndMetrics() {
        use(
                rule("other", new FindingMatch(Finding.ANOMALY, List.of("other"), List.of(), 0), 0, Comparison.ABOVE),
                rule("queue", new FindingMatch(Finding.ANOMALY, List.of(), List.of("queue"), 0), 0, Comparison.ABOVE));
        rig.metric("queue", 1);
        rig.metric("load", 1);

        found("load", 1);
        assertThat(rig.has("other") || rig.has("queue")).isFalse();
        found("queue", 0);
        assertThat(rig.has("queue")).isTrue();
        assertThat(rig.has("other")).isFalse();
        rig.commitAndReload();
        assertThat(rig.has("queue")).isTrue();
        assertThat(close("queue")).isTrue();
        rig.tick(MINUTE);
        assertThat(rig.has("queue")).isFalse();
    }

    @Test
    void aLimitOfAnOwnRuleIsSeenComingFromAboveWithinItsHorizonAlone() {
        use(
                rule("space-gone", ahead("space-gone", 24), 10, Comparison.BELOW),
                rule("space-gone-soon", ahead("space-gone-soon", 1), 10, Comparison.BELOW),
                rule("space-grows", ahead("space-grows", 24), 95, Comparison.ABOVE));
        report(180, "disk_free", 80, -0.2);

        assertThat(rig.reason("space-gone").text()).contains("disk_free is at").contains("reaches 10 in");
        assertThat(rig.has("space-gone-soon")).isFalse();
        assertThat(rig.has("space-grows")).isFalse();
        assertThat(rig.has("limit-ahead")).as("the built-in rule").isFalse();
        assertThat(rig.findings)
                .filteredOn(finding -> finding.kind().equals(Finding.LIMIT_AHEAD))
                .hasSize(1);
    }

    private static FindingMatch ahead(String rule, int hours) {
        return FindingMatch.ahead(Finding.LIMIT_AHEAD, rule, List.of("disk_free"), hours * HOUR);
    }

    private void use(Rule... rules) {
        List<Rule> all = new ArrayList<>(BuiltInRules.ALL);
        all.addAll(List.of(rules));
        rig = new FoldRig(SourceFoldSettings.defaults().withRules(new RuleCatalogue(all)));
    }

    private static Rule rule(String id, FindingMatch finding, double limit, Comparison comparison) {
        return new Rule(
                id,
                Rule.Kind.EPISODE,
                id,
                "finding",
                "samples",
                List.of(new RuleLevel(Severity.CRITICAL, limit, Decision.ESCALATE)),
                "",
                1,
                0,
                Rule.AS_SET,
                0,
                List.of(),
                List.of(),
                comparison,
                null,
                null,
                finding,
                SourceSelector.ALL,
                Map.of(),
                0);
    }

    private void signal(boolean begins, double score) {
        rig.fold.onLogSignals(
                rig.state,
                List.of(new LogSignal(
                        LogSignal.BURST, "00000000000000aa", begins, rig.now, HOUR, begins ? evidence(score) : null)),
                rig.now,
                rig);
    }

    private void found(String subject, int ordinal) {
        rig.fold.say(
                rig.state,
                rig.now,
                rig,
                keeper -> keeper.found(Finding.ANOMALY, "test", subject, ordinal, rig.now, HOUR, evidence(0.5)));
    }

    private boolean close(String subject) {
        return rig.fold.say(rig.state, rig.now, rig, keeper -> keeper.close(Finding.ANOMALY, "test", subject));
    }

    private static Evidence evidence(double score) {
        return Evidence.ofValue(score, 9, 3, 1, 5, 100, 1, "it is odd");
    }

    private void report(int minutes, String metric, double from, double perMinute) {
        for (int minute = 0; minute < minutes; minute++) {
            rig.metric(metric, from + perMinute * minute + random.nextGaussian() * 0.02);
            rig.tick(MINUTE);
        }
    }
}
