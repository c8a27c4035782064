package io.tocsin.processor.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLanguageTest {

    private static final SourceId API = new SourceId("default", "production", "api-7");

    @Test
    void theBuiltInPackSaysWhatTheCoreKnows() throws IOException {
        try (InputStream pack = RuleLanguage.class.getResourceAsStream("/rules/built-in.yaml")) {
            RuleLanguage.Reading reading = RuleLanguage.pack(new String(pack.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.rules()).isEqualTo(BuiltInRules.ALL);
        }
    }

    @Test
    void whatIsWrittenIsReadAgainAsTheSame() {
        String text = "{'id': 'p', 'title': 'P', 'metric': 'latency', 'aggregation': 'p95', 'window': '5m',"
                + "'comparison': '>=', 'levels': [{'severity': 'warning', 'threshold': 5}, {'severity': 'emergency',"
                + "'threshold': 7.5}], 'for': '30s', 'keep_firing_for': '90s', 'selector': {'sources': ['a*', '~b[0-9]+'], 'labels': {'team':"
                + "'pay'}}, 'labels': {'runbook': 'x'}, 'minimum_samples': 3, 'unit': 'ms'}";
        RuleLanguage.Reading first = RuleLanguage.rule(text.replace('\'', '"'));
        assertThat(first.problems()).isEmpty();
        RuleLanguage.Reading second =
                RuleLanguage.rule(RuleJson.of(first.definitions().get(0)).toString());
        assertThat(second.problems()).isEmpty();
        assertThat(second.definitions()).isEqualTo(first.definitions());
        assertThat(second.rules().get(0).revision())
                .isEqualTo(first.rules().get(0).revision());
    }

    @Test
    void aPlainThresholdLooksAtSingleValues() {
        Rule rule = rule("{\"id\":\"q\",\"metric\":\"depth\",\"comparison\":\"gt\",\"threshold\":10}");
        assertThat(rule.kind()).isEqualTo(Rule.Kind.THRESHOLD);
        assertThat(rule.metrics()).containsExactly("depth");
    }

    @Test
    void aRuleAboutFindingsSaysWhichAndHowGrave() {
        Rule burst = rule("{\"id\":\"b\",\"finding\":\"log-template-burst\",\"threshold\":0.8}");
        assertThat(burst.kind()).isEqualTo(Rule.Kind.EPISODE);
        assertThat(burst.finding().matches("log-templates", "any")).isTrue();
        Rule ahead = rule("{\"id\":\"a\",\"finding\":\"limit-ahead\",\"metric\":\"disk_free\",\"comparison\":\"<\","
                + "\"threshold\":10,\"horizon\":\"6h\",\"severity\":\"critical\"}");
        assertThat(ahead.finding().looksAhead()).isTrue();
        assertThat(ahead.finding().horizonMs()).isEqualTo(21_600_000);
        for (String text : new String[] {
            "{\"id\":\"b\",\"finding\":\"log-template-burst\",\"detectors\":[\"log-templates\"],\"threshold\":0.8}",
            "{\"id\":\"a\",\"finding\":\"limit-ahead\",\"metric\":\"d\",\"comparison\":\"<\",\"threshold\":10}"
        }) {
            RuleLanguage.Reading first = RuleLanguage.rule(text);
            assertThat(RuleLanguage.rule(RuleJson.of(first.definitions().get(0)).toString())
                            .definitions())
                    .isEqualTo(first.definitions());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    id: x\\nmetric: m\\nthreshold: high | threshold | 3 | 12
                    id: x\\nmetric: m\\nthreshold: 1\\nfor: soon | for | 4 | 6
                    id: x\\nmetric: m\\nthreshold: 1\\nseverity: bad | severity | 4 | 11
                    id: x\\nmetric: m\\nthreshold: 1\\nthreshhold: 2 | threshhold | 4 | 13
                    id: X Y\\nmetric: m\\nthreshold: 1 | id | 1 | 5
                    id: x\\naggregation: mean\\nmetric: m\\nwindow: 5s\\nthreshold: 1 | window | 4 | 9
                    id: x\\naggregation: mid\\nmetric: m\\nwindow: 5m\\nthreshold: 1 | aggregation | 2 | 14
                    id: x\\nmetric: m\\nthreshold: 1\\nselector:\\n  sources: '~(' | selector.sources | 5 | 12
                    id: x\\nmetric: m\\nthreshold: [1 | '' | 3 | 14
                    id: x\\nfinding: nothing | finding | 2 | 10
                    id: x\\nfinding: anomaly\\nthreshold: 3 | threshold | 3 | 12
                    id: x\\nfinding: anomaly\\nhorizon: 2h | horizon | 3 | 10
                    id: x\\nfinding: limit-ahead\\nthreshold: 3 | metric | 1 | 1
                    id: x\\nfinding: limit-ahead\\nmetric: m\\nthreshold: 3\\nhorizon: 9d | horizon | 5 | 10
                    id: x\\nfinding: limit-ahead\\nmetric: m | threshold | 1 | 1
                    id: x\\nmetric: m\\nthreshold: 1\\ndetectors: [a] | detectors | 4 | 12
                    id: log-critical\\nmetric: m\\nthreshold: 1 | check | 0 | 0
                    id: x\\nmetric: m\\nmetric: n\\nthreshold: 1 | metric | 3 | 1
                    """)
    void anErrorIsToldWithItsPlace(String text, String field, int line, int column) {
        RuleLanguage.Reading reading = RuleLanguage.rule(text.replace("\\n", "\n"));
        assertThat(reading.problems()).isNotEmpty();
        RuleProblem problem = reading.problems().get(0);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.line()).as(problem.text()).isEqualTo(line);
        assertThat(problem.column()).as(problem.text()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mean('cpu', '5m') > | 1 | 20
                    mean(cpu, '5m') > 1 | 1 | 6
                    mean('cpu', '5s') > 1 | 1 | 13
                    true &&\\n  error_rat('5m') > 1 | 2 | 12
                    [1,2].all(x, x > 1) | 1 | 10
                    source.matches('a+') | 1 | 15
                    mean('cpu', '5m') | 1 | 5
                    __statistic_3 > 1 | 1 | 1
                    """)
    void anErrorInAnExpressionIsToldWithItsPlaceInTheExpression(String expression, int line, int column) {
        RuleLanguage.Reading reading = expression(expression.replace("\\n", "\n"));
        assertThat(reading.problems()).isNotEmpty();
        RuleProblem problem = reading.problems().get(0);
        assertThat(problem.field()).isEqualTo("expression");
        assertThat(problem.expressionLine()).as(problem.text()).isEqualTo(line);
        assertThat(problem.expressionColumn()).as(problem.text()).isEqualTo(column);
    }

    @Test
    void anExpressionIsWorkedOutOverItsStatistics() {
        Rule rule = expression(
                        "mean('cpu', '5m') > 90 && p99('latency', '1h') >= 2.0 * last('limit') && labels['team'] == 'pay'"
                                + " && source.startsWith('api-')")
                .rules()
                .get(0);
        LabelSet labels = LabelSet.of(Map.of("team", "pay"));
        assertThat(rule.expression().statistics()).hasSize(3);
        assertThat(rule.expression().evaluate(i -> new double[] {95, 20, 10}[i], API, labels))
                .isEqualTo(RuleVerdict.BREACH);
        assertThat(rule.expression().evaluate(i -> new double[] {95, 19, 10}[i], API, labels))
                .isEqualTo(RuleVerdict.OK);
        assertThat(rule.expression().evaluate(i -> new double[] {95, Double.NaN, 10}[i], API, labels))
                .isEqualTo(RuleVerdict.NO_DATA);
        assertThat(rule.expression().evaluate(i -> new double[] {1, Double.NaN, 10}[i], API, labels))
                .as("the first operand decides")
                .isEqualTo(RuleVerdict.OK);
    }

    @Test
    void anExpressionThatFailsIsNoVerdict() {
        Rule rule = expression("labels['nowhere'] == 'x'").rules().get(0);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> rule.expression().evaluate(i -> 0, API, LabelSet.EMPTY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nowhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))) > 0",
                "[[1,2,3].map(x, [1,2,3].map(y, [1,2,3].map(z, x*y*z)))].size() > 0",
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!true && 1"
            })
    void aHostileExpressionIsRefusedAtOnce(String text) {
        long start = System.nanoTime();
        assertThat(expression(text).problems()).isNotEmpty();
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void theLongestExpressionIsWorkedOutInBoundedTime() {
        StringBuilder text = new StringBuilder("1 < 2");
        while (text.length() < CelCompiler.MAX_LENGTH - 10) {
            text.append("&& 1 < 2");
        }
        RuleLanguage.Reading reading = expression(text.toString());
        if (reading.isGood()) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                reading.rules().get(0).expression().evaluate(s -> 0, API, LabelSet.EMPTY);
            }
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        } else {
            assertThat(reading.problems().get(0).field()).isEqualTo("expression");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"~((a{1000}){1000}){1000}", "~(a{100}){100}", "~[", "~(?<n>a"})
    void aHostilePatternIsRefused(String pattern) {
        assertThat(RuleLanguage.rule("id: x\nmetric: m\nthreshold: 1\nselector: {sources: ['" + pattern + "']}")
                        .problems())
                .isNotEmpty();
    }

    @Test
    void aDocumentOfAliasesIsRefused() {
        assertThat(RuleLanguage.pack("a: &a [1]\nrules: [*a, *a]").problems()).isNotEmpty();
        assertThat(RuleLanguage.rule("[".repeat(5_000)).problems()).hasSize(1);
    }

    @Test
    void anOwnRuleMayNotTakeACheckOfTheBuiltInOnes() {
        assertThat(RuleLanguage.rule("id: mine\ncheck: finding").problems()).hasSize(1);
        assertThat(RuleLanguage.rule("id: log-critical\ncheck: finding\nseverity: warning")
                        .problems())
                .isEmpty();
    }

    private static RuleLanguage.Reading expression(String text) {
        com.fasterxml.jackson.databind.node.ObjectNode json =
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        return RuleLanguage.rule(json.put("id", "x").put("expression", text).toString());
    }

    private static Rule rule(String text) {
        RuleLanguage.Reading reading = RuleLanguage.rule(text);
        assertThat(reading.problems()).isEmpty();
        return reading.rules().get(0);
    }
}
