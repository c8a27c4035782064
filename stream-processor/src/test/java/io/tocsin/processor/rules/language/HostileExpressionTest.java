package io.tocsin.processor.rules.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleVerdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that are meant to cost much: each is refused with a place, or its time is bounded by its length. */
class HostileExpressionTest {

    /** Less than a thread of a processor has, which `deploy/tocsin` starts with 512 KiB. */
    private static final long STACK = 384 * 1024;

    private static final int EVALUATIONS = 1_000;
    private static final SourceId SOURCE = new SourceId("t", "e", "a".repeat(500) + "b");

    static Stream<String> expressions() {
        return Stream.of(
                "(".repeat(400) + "true" + ")".repeat(400),
                "(".repeat(30) + "true" + ")".repeat(30),
                "!".repeat(990) + "true",
                "-".repeat(990) + "1 < 0",
                "1" + "+1".repeat(490) + " > 0",
                "1.0" + "*2.0".repeat(240) + " > 0.0",
                "true" + "?true:false".repeat(90),
                "true" + "&&true".repeat(160),
                "true" + "||true".repeat(160),
                "source" + "+source".repeat(130) + " == ''",
                "(source" + "+source".repeat(60) + ").contains('" + "a".repeat(400) + "c')",
                "1 in [" + "0,".repeat(480) + "0]",
                "size([" + "[],".repeat(300) + "[]]) > 0",
                "[".repeat(400) + "]".repeat(400) + " == []",
                "{" + "1:{".repeat(200) + "}".repeat(201) + " == {}",
                "[1,2,3].all(x, [1,2,3].all(y, [1,2,3].exists(z, x * y * z > 0)))",
                "source.matches('(a*)*b')",
                "matches(source, '(a|aa)+$')",
                "labels.map(x, x).size() > 0",
                "mean('m','5m')" + "+mean('m','5m')".repeat(50) + " > 1.0",
                "'" + "x".repeat(2_000) + "' == source",
                "9223372036854775807 + 1 > 0",
                "1 / 0 > 0",
                "labels['none'] == 'x'",
                "string(1.0)" + "+string(1.0)".repeat(80) + " == ''",
                "timestamp('9999-12-31T23:59:59Z') + duration('1000000000h') > timestamp('2024-01-01T00:00:00Z')");
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void isRefusedWithItsPlaceOrWorkedOutInBoundedTime(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> inSmallThread(() -> {
                    RuleLanguage.Reading reading = RuleLanguage.rule("{\"id\":\"x\",\"expression\":\"" + text + "\"}");
                    if (!reading.isGood()) {
                        assertThat(reading.problems()).allSatisfy(problem -> {
                            assertThat(problem.field()).isEqualTo("expression");
                            assertThat(problem.line() + problem.expressionLine())
                                    .isPositive();
                            assertThat(problem.column() + problem.expressionColumn())
                                    .isPositive();
                        });
                        return;
                    }
                    Rule rule = reading.rules().get(0);
                    for (int i = 0; i < EVALUATIONS; i++) {
                        evaluate(rule);
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 / 0 > 0", "labels['none'] == 'x'", "9223372036854775807 + int(last('m')) > 0"})
    void whatCannotBeWorkedOutIsInvalidAndNeverKept(String text) {
        RuleLanguage.Reading reading = RuleLanguage.rule("{\"id\":\"x\",\"expression\":\"" + text + "\"}");
        assertThat(reading.problems()).isEmpty();

        assertThatThrownBy(() -> reading.rules().get(0).expression().evaluate(index -> 1.0, SOURCE, LabelSet.EMPTY))
                .isInstanceOf(RuntimeException.class)
                .hasMessageMatching("(?s).+");
    }

    @Test
    void aSelectorCannotBeMadeToBacktrackOrToGrow() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Rule slow = rule("~(a*)*(a|aa)+$");
            for (int i = 0; i < EVALUATIONS; i++) {
                assertThat(slow.selector().matches(SOURCE, LabelSet.EMPTY)).isFalse();
            }
            assertThat(RuleLanguage.rule(selecting("~((a{100}){100}){100}")).problems())
                    .isNotEmpty();
            assertThat(RuleLanguage.rule(selecting("~" + "(".repeat(150))).problems())
                    .isNotEmpty();
        });
    }

    private static RuleVerdict evaluate(Rule rule) {
        try {
            return rule.expression().evaluate(index -> index, SOURCE, LabelSet.EMPTY);
        } catch (RuntimeException e) {
            return RuleVerdict.INVALID;
        }
    }

    private static Rule rule(String pattern) {
        RuleLanguage.Reading reading = RuleLanguage.rule(selecting(pattern));
        assertThat(reading.problems()).isEmpty();
        return reading.rules().get(0);
    }

    private static String selecting(String pattern) {
        return "{\"id\":\"x\",\"metric\":\"m\",\"threshold\":1,\"selector\":{\"sources\":\"" + pattern + "\"}}";
    }

    private static void inSmallThread(Runnable work) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, work, "small", STACK);
        thread.setUncaughtExceptionHandler((small, error) -> failure.set(error));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }
}
