package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.alert.FlapSettings;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Comparison;
import io.tocsin.processor.core.rule.Expression;
import io.tocsin.processor.core.rule.Glob;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;
import io.tocsin.processor.core.rule.SourceSelector;
import io.tocsin.processor.core.rule.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesAtRunTimeTest {

    private static final long MINUTE = 60_000;

    private final FoldRig rig = new FoldRig();

    @Test
    void aRuleThatIsAddedHoldsFromTheNextRecordOn() {
        rig.metric("queue_depth", 500);
        use(values("deep", "queue_depth", Comparison.ABOVE, 100));
        rig.pass(500).metric("queue_depth", 501);
        assertThat(rig.reason("deep").text()).isEqualTo("queue_depth 501 is above 100");
        assertThat(rig.phases()).containsExactly(AlertPhase.FIRING);
    }

    @Test
    void conditionsOfARuleThatIsRemovedEndAndTheirAlertsResolve() {
        use(values("deep", "queue_depth", Comparison.ABOVE, 100));
        rig.metric("queue_depth", 500);
        use();
        assertThat(rig.fold.rebind(rig.state, rig.now + 10, rig)).isTrue();
        assertThat(rig.has("deep")).isFalse();
        assertThat(rig.phases()).containsExactly(AlertPhase.FIRING, AlertPhase.RESOLVED);
        assertThat(rig.lastAlert().comment()).isEqualTo("the rule is gone");
    }

    @Test
    void aBreachThatHoldsUnderTheChangedRuleGoesOnAndOneThatDoesNotEnds() {
        use(values("deep", "queue_depth", Comparison.ABOVE, 100));
        rig.metric("queue_depth", 500);
        use(values("deep", "queue_depth", Comparison.ABOVE, 400));
        rig.fold.rebind(rig.state, ++rig.now, rig);
        assertThat(rig.reason("deep").expected()).isEqualTo(400);
        assertThat(rig.phases()).containsExactly(AlertPhase.FIRING);
        use(values("deep", "queue_depth", Comparison.ABOVE, 600));
        rig.fold.rebind(rig.state, ++rig.now, rig);
        assertThat(rig.has("deep")).isFalse();
        assertThat(rig.lastAlert().comment()).isEqualTo("the rule was changed");
    }

    @Test
    void aConditionThatWasStoredUnderAnotherVersionIsHeldAgainstThePresentOne() {
        use(values("deep", "queue_depth", Comparison.ABOVE, 100));
        rig.metric("queue_depth", 500);
        SourceStateCodec codec = new SourceStateCodec(rig.settings, name -> name);
        codec.drainDirtyBuckets(rig.state, rig.buckets);
        byte[] head = codec.encodeHead(rig.state);
        RuleCatalogue later = catalogue(values("deep", "queue_depth", Comparison.ABOVE, 600));
        codec.use(later);
        rig.state = codec.decode("default", "production", "api", head);
        rig.fold.use(later);
        rig.tick(1000);
        assertThat(rig.has("deep")).isFalse();
        assertThat(rig.phases()).containsExactly(AlertPhase.FIRING, AlertPhase.RESOLVED);
    }

    @Test
    void anAlertStaysOpenForAsLongAsItsRuleSaysAndGoesOnWhenTheBreachComesBack() {
        use(keeping(values("deep", "queue_depth", Comparison.ABOVE, 100), 10 * MINUTE));
        rig.metric("queue_depth", 500);
        rig.pass(1000).metric("queue_depth", 1).tick(9 * MINUTE);
        assertThat(rig.has("deep")).isFalse();
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.RECOVERING);
        rig.metric("queue_depth", 500);
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.FIRING);
        assertThat(rig.lastAlert().alert().episode()).isEqualTo(1);
        rig.pass(1000).metric("queue_depth", 1).tick(10 * MINUTE - 1);
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.RECOVERING);
        rig.tick(1);
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.RESOLVED);
    }

    @Test
    void whatIsOnlyKeptOpenEndsWithItsRule() {
        use(keeping(values("deep", "queue_depth", Comparison.ABOVE, 100), 10 * MINUTE));
        rig.metric("queue_depth", 500);
        rig.pass(1000).metric("queue_depth", 1).tick(MINUTE);
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.RECOVERING);
        use();
        assertThat(rig.fold.rebind(rig.state, ++rig.now, rig)).isTrue();
        assertThat(rig.lastAlert().alert().phase()).isEqualTo(AlertPhase.RESOLVED);
        assertThat(rig.lastAlert().comment()).isEqualTo("the rule is gone");
        assertThat(rig.fold.rebind(rig.state, ++rig.now, rig)).isFalse();
    }

    @Test
    void aRuleMayKeepItsAlertsForLessThanOthersKeepTheirs() {
        FoldRig kept = new FoldRig(SourceFoldSettings.defaults()
                .withAlerts(new AlertSettings(300_000, 32, 20 * MINUTE, FlapSettings.NEVER)));
        kept.fold.use(catalogue(
                keeping(values("deep", "queue_depth", Comparison.ABOVE, 100), 0),
                values("long", "queue_length", Comparison.ABOVE, 100)));
        kept.metric("queue_depth", 500).metric("queue_length", 500);
        kept.pass(1000).metric("queue_depth", 1).metric("queue_length", 1).tick(5 * MINUTE);
        assertThat(kept.alerts.stream()
                        .filter(each -> each.to() == AlertPhase.RESOLVED)
                        .map(each -> each.alert().rule()))
                .containsExactly("deep");
    }

    @Test
    void severalRulesMayLookAtOneMetricFromBothSides() {
        use(
                values("high", "level", Comparison.AT_LEAST, 10),
                values("low", "level", Comparison.BELOW, 2),
                values("not-five", "level", Comparison.UNEQUAL, 5));
        rig.metric("level", 5);
        assertThat(rig.state.reasons()).isEmpty();
        rig.metric("level", 10);
        assertThat(rig.has("high")).isTrue();
        assertThat(rig.has("not-five")).isTrue();
        rig.metric("level", 1);
        assertThat(rig.reason("low").text()).isEqualTo("level 1 is below 2");
    }

    @Test
    void aSelectorDecidesByNameAndByLabelsAsTheyChange() {
        use(
                selected(values("a", "m", Comparison.ABOVE, 1), names("ap*")),
                selected(values("b", "m", Comparison.ABOVE, 1), names("other")),
                selected(values("c", "m", Comparison.ABOVE, 1), labels("team", "pay?")));
        rig.metric("m", 2);
        assertThat(rig.has("a")).isTrue();
        assertThat(rig.has("b")).isFalse();
        assertThat(rig.has("c")).isFalse();
        rig.event(o -> o.labels().add("team", "pays"));
        rig.metric("m", 2);
        assertThat(rig.has("c")).isTrue();
        rig.event(o -> o.labels().add("team", "search"));
        rig.tick(1000);
        rig.metric("m", 0.1);
        assertThat(rig.has("c")).isFalse();
    }

    @Test
    void aStatisticOverAWindowBreaksWithTheOpenBucketWithinTwoSeconds() {
        use(statistic("many-errors", new Statistic(Aggregation.ERROR_RATE, null, 5 * MINUTE), Comparison.ABOVE, 0.5));
        for (int i = 0; i < 20; i++) {
            rig.operation(true).tick(1000);
        }
        assertThat(rig.has("many-errors")).isFalse();
        for (int i = 0; i < 30; i++) {
            rig.operation(false);
        }
        rig.tick(2000);
        assertThat(rig.reason("many-errors").text()).isEqualTo("error_rate over 5 min 0.6 is above 0.5");
        assertThat(rig.reason("many-errors").samples()).isEqualTo(50);
    }

    @Test
    void aMeanLeavesItsWindowWithTime() {
        use(statistic("hot", new Statistic(Aggregation.MEAN, "load", MINUTE), Comparison.ABOVE, 10));
        rig.metric("load", 100).tick(2000);
        assertThat(rig.has("hot")).isTrue();
        rig.tick(30_000).metric("load", 0.5).tick(10_000);
        assertThat(rig.has("hot")).as("the mean of the last minute is still 50").isTrue();
        rig.tick(90_000);
        assertThat(rig.has("hot")).isFalse();
        assertThat(rig.phases()).endsWith(AlertPhase.RESOLVED);
    }

    @Test
    void aWindowKnowsWhatWasBeforeTheRuleAndSurvivesAReload() {
        for (int i = 0; i < 50; i++) {
            rig.metric("load", 1 + i % 3).tick(60_000).commit();
        }
        use(
                statistic("hour", new Statistic(Aggregation.COUNT, "load", 60 * MINUTE), Comparison.AT_LEAST, 45),
                statistic("day", new Statistic(Aggregation.SUM, "load", 24 * 60 * MINUTE), Comparison.AT_LEAST, 95),
                statistic("p99", new Statistic(Aggregation.P99, "load", 15 * MINUTE), Comparison.AT_LEAST, 2.9));
        rig.metric("load", 1).tick(2000);
        assertThat(rig.reason("hour").observed()).isEqualTo(51);
        assertThat(rig.reason("day").observed())
                .isEqualTo(rig.window("24h").metrics().get("load").sum());
        assertThat(rig.has("p99")).isTrue();
        double before = rig.reason("hour").observed();
        rig.commitAndReload().metric("load", 2).tick(2000);
        assertThat(rig.reason("hour").observed()).isEqualTo(before + 1);
    }

    @Test
    void theRulesSeeWhatTheStatisticsTell() {
        use(
                statistic("n", new Statistic(Aggregation.COUNT, "load", 5 * MINUTE), Comparison.AT_LEAST, 0),
                statistic("sum", new Statistic(Aggregation.SUM, "load", 5 * MINUTE), Comparison.AT_LEAST, 0),
                statistic("p", new Statistic(Aggregation.P90, "load", 5 * MINUTE), Comparison.AT_LEAST, 0),
                statistic("t", new Statistic(Aggregation.EVENTS, null, 5 * MINUTE), Comparison.AT_LEAST, 0));
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            long observedAt = rig.now - random.nextInt(200_000);
            double value = random.nextDouble() * 50;
            rig.event("sample", observedAt, o -> o.addMetric("load", value));
            rig.tick(random.nextInt(500));
            if (i % 97 == 0) {
                rig.commit();
            }
        }
        rig.tick(2000);
        var seen = rig.window("5m");
        assertThat(rig.reason("n").observed())
                .isEqualTo(seen.metrics().get("load").count());
        assertThat(rig.reason("sum").observed())
                .isCloseTo(seen.metrics().get("load").sum(), org.assertj.core.data.Percentage.withPercentage(1e-9));
        assertThat(rig.reason("p").observed())
                .isEqualTo(seen.metrics().get("load").p90());
        assertThat(rig.reason("t").observed()).isEqualTo(seen.eventCount());
    }

    @Test
    void tooFewSamplesAreNoDataAndClear() {
        RuleTallies tallies = new RuleTallies();
        SourceFoldSettings settings = SourceFoldSettings.defaults();
        FoldRig counted = new FoldRig(settings, new SourceFold(settings, tallies));
        counted.fold.use(
                catalogue(statistic("slow", new Statistic(Aggregation.MEAN, "load", MINUTE), Comparison.ABOVE, 10)));
        counted.metric("load", 20).tick(2000);
        RuleTally tally = tallies.find("slow");
        assertThat(tally.sources(RuleVerdict.BREACH)).isEqualTo(1);
        assertThat(tally.evaluations(RuleVerdict.BREACH)).isPositive();
        counted.tick(120_000);
        assertThat(tally.sources(RuleVerdict.BREACH)).isZero();
        assertThat(tally.sources(RuleVerdict.NO_DATA)).isEqualTo(1);
        assertThat(tally.evaluations(RuleVerdict.NO_DATA)).isPositive();
        counted.fold.release(counted.state);
        assertThat(tally.sources(RuleVerdict.NO_DATA)).isZero();
        assertThat(counted.has("slow")).isFalse();
    }

    @Test
    void anExpressionThatFailsIsInvalidAndNeverNoMatch() {
        use(expression("broken", (statistics, source, labels) -> {
            throw new IllegalStateException("division by zero");
        }));
        rig.metric("m", 1).tick(2000);
        assertThat(rig.reason("rule-invalid").text()).isEqualTo("rule broken: division by zero");
    }

    @Test
    void whatARuleSaidIsCounted() {
        SourceFoldSettings settings = SourceFoldSettings.defaults();
        RuleTallies tallies = new RuleTallies();
        FoldRig counted = new FoldRig(settings, new SourceFold(settings, tallies));
        counted.fold.use(catalogue(
                values("deep", "queue_depth", Comparison.ABOVE, 100),
                expression("broken", (statistics, source, labels) -> {
                    throw new IllegalStateException("division by zero");
                })));
        counted.metric("queue_depth", 500)
                .metric("queue_depth", 5)
                .metric("queue_depth", 6)
                .metric("m", 1)
                .tick(2000)
                .tick(20_000);
        assertThat(tallies.find("deep").evaluations(RuleVerdict.BREACH)).isEqualTo(1);
        assertThat(tallies.find("deep").evaluations(RuleVerdict.OK)).isEqualTo(2);
        RuleTally broken = tallies.find("broken");
        assertThat(broken.evaluations(RuleVerdict.INVALID)).isPositive();
        assertThat(broken.evaluations(RuleVerdict.OK)).isZero();
        assertThat(broken.sources(RuleVerdict.INVALID)).isEqualTo(1);
        assertThat(broken.lastFailure().message()).isEqualTo("division by zero");
        assertThat(broken.lastFailure().source()).isEqualTo("api");
        counted.fold.use(catalogue(values("deep", "queue_depth", Comparison.ABOVE, 50)));
        counted.metric("queue_depth", 60);
        assertThat(tallies.find("broken")).isNull();
        assertThat(tallies.find("deep").evaluations(RuleVerdict.BREACH)).isEqualTo(1);
    }

    @Test
    void anExpressionSeesItsStatisticsAndTheSource() {
        use(expression("both", (statistics, source, labels) -> {
            double last = statistics.value(0);
            if (Double.isNaN(last)) {
                return RuleVerdict.NO_DATA;
            }
            return last > 3 && source.name().equals("api") ? RuleVerdict.BREACH : RuleVerdict.OK;
        }));
        rig.metric("m", 1).tick(2000);
        assertThat(rig.has("both")).isFalse();
        rig.metric("m", 4).tick(2000);
        assertThat(rig.reason("both").text()).isEqualTo("both");
        rig.metric("m", 1).tick(40_000);
        assertThat(rig.has("both")).isFalse();
    }

    @Test
    void labelsOfARuleGoOnItsAlerts() {
        Rule plain = values("deep", "queue_depth", Comparison.ABOVE, 100);
        use(copy(plain, SourceSelector.ALL, Map.of("runbook", "queues", "source", "nonsense")));
        rig.metric("queue_depth", 500);
        assertThat(rig.lastAlert().alert().labels())
                .containsEntry("runbook", "queues")
                .containsEntry("source", "api");
    }

    @Test
    void logRulesCountLinesOfTheWindow() {
        use(statistic("errors", new Statistic(Aggregation.LOG_ERRORS, null, 5 * MINUTE), Comparison.AT_LEAST, 3));
        rig.log(Level.ERROR, "a").log(Level.ERROR, "b").tick(2000);
        assertThat(rig.has("errors")).isFalse();
        rig.log(Level.ERROR, "c", rig.now - 200_000).tick(2000);
        assertThat(rig.has("errors")).as("a late line counts").isTrue();
    }

    private void use(Rule... rules) {
        rig.fold.use(catalogue(rules));
    }

    private static RuleCatalogue catalogue(Rule... rules) {
        List<Rule> all = new ArrayList<>(BuiltInRules.ALL);
        all.addAll(List.of(rules));
        return new RuleCatalogue(all);
    }

    private static Rule values(String id, String metric, Comparison comparison, double limit) {
        return rule(id, Rule.Kind.THRESHOLD, List.of(metric), comparison, limit, null, null);
    }

    private static Rule statistic(String id, Statistic statistic, Comparison comparison, double limit) {
        return rule(id, Rule.Kind.STATISTIC, List.of(), comparison, limit, statistic, null);
    }

    private static Rule rule(
            String id,
            Rule.Kind kind,
            List<String> metrics,
            Comparison comparison,
            double limit,
            Statistic statistic,
            Expression expression) {
        return new Rule(
                id,
                kind,
                id,
                "value",
                "samples",
                List.of(new RuleLevel(Severity.WARNING, limit, Decision.CONTINUE)),
                "",
                1,
                0,
                Rule.AS_SET,
                0,
                metrics,
                List.of(),
                comparison,
                statistic,
                expression,
                null,
                SourceSelector.ALL,
                Map.of(),
                0);
    }

    private interface Body {
        RuleVerdict evaluate(Expression.Statistics statistics, SourceId source, LabelSet labels);
    }

    private static Rule expression(String id, Body body) {
        Expression expression = new Expression() {
            @Override
            public List<Statistic> statistics() {
                return List.of(new Statistic(Aggregation.LAST, "m", MINUTE));
            }

            @Override
            public RuleVerdict evaluate(Statistics statistics, SourceId source, LabelSet labels) {
                return body.evaluate(statistics, source, labels);
            }

            @Override
            public String text() {
                return id;
            }
        };
        return rule(id, Rule.Kind.EXPRESSION, List.of(), Comparison.ABOVE, 0.5, null, expression);
    }

    private static Rule selected(Rule rule, SourceSelector selector) {
        return copy(rule, selector, Map.of());
    }

    private static Rule copy(Rule rule, SourceSelector selector, Map<String, String> labels) {
        return new Rule(
                rule.id(),
                rule.kind(),
                rule.title(),
                rule.subject(),
                rule.sampleNoun(),
                rule.levels(),
                rule.unit(),
                rule.scale(),
                rule.forMs(),
                rule.keepFiringMs(),
                rule.minimumSamples(),
                rule.metrics(),
                rule.suggestions(),
                rule.comparison(),
                rule.statistic(),
                rule.expression(),
                rule.finding(),
                selector,
                labels,
                0);
    }

    private static Rule keeping(Rule rule, long keepFiringMs) {
        return new Rule(
                rule.id(),
                rule.kind(),
                rule.title(),
                rule.subject(),
                rule.sampleNoun(),
                rule.levels(),
                rule.unit(),
                rule.scale(),
                rule.forMs(),
                keepFiringMs,
                rule.minimumSamples(),
                rule.metrics(),
                rule.suggestions(),
                rule.comparison(),
                rule.statistic(),
                rule.expression(),
                rule.finding(),
                rule.selector(),
                rule.labels(),
                0);
    }

    private static SourceSelector names(String glob) {
        return new SourceSelector(List.of(), List.of(), List.of(new Glob(glob)), Map.of());
    }

    private static SourceSelector labels(String name, String glob) {
        return new SourceSelector(List.of(), List.of(), List.of(), Map.of(name, List.of(new Glob(glob))));
    }
}
