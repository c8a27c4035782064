package io.tocsin.processor.rules.language;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.Expression;
import io.tocsin.processor.core.rule.Statistic;
import io.tocsin.service.settings.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Compiles expressions in CEL. A statistic is written as a call with literal arguments, {@code p95("latency", "5m")} or
 * {@code error_rate("5m")}, and becomes a variable when the text is parsed; so all that an expression will ever read is
 * known beforehand. There are no loops: without comprehensions (CEL's macros are switched off) and regular expressions the
 * time of an evaluation is bounded by the length of the text. Thread-safe.
 */
final class CelCompiler {

    static final int MAX_LENGTH = 1_000;

    private static final int MAX_STATISTICS = 32;
    private static final int MAX_DEPTH = 32;
    private static final long DEFAULT_LAST_MS = 300_000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseErrorRecoveryLimit(5)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private static final CelStandardDeclarations FUNCTIONS = CelStandardDeclarations.newBuilder()
            .excludeFunctions(CelStandardDeclarations.StandardFunction.MATCHES)
            .build();

    private CelCompiler() {}

    /** Takes a problem: a place in the expression and what is wrong there. */
    @FunctionalInterface
    interface Problems {
        void add(int line, int column, String message);
    }

    /** Compiles an expression; null when there are problems. */
    static Expression compile(String text, Problems problems) {
        if (text.length() > MAX_LENGTH) {
            problems.add(1, MAX_LENGTH + 1, "is longer than " + MAX_LENGTH + " characters");
            return null;
        }
        int reserved = text.indexOf(CelExpression.PREFIX);
        if (reserved >= 0) {
            problems.add(1, reserved + 1, "uses the reserved name " + CelExpression.PREFIX);
            return null;
        }
        List<Statistic> statistics = new ArrayList<>();
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros()
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(FUNCTIONS)
                .setResultType(SimpleType.BOOL)
                .addVar(CelExpression.LABELS, MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addVar(CelExpression.SOURCE, SimpleType.STRING)
                .addVar(CelExpression.ENVIRONMENT, SimpleType.STRING)
                .addVar(CelExpression.TENANT, SimpleType.STRING);
        for (int i = 0; i < MAX_STATISTICS; i++) {
            compiler.addVar(CelExpression.PREFIX + i, SimpleType.DOUBLE);
        }
        for (Aggregation aggregation : Aggregation.values()) {
            int most = aggregation.ofMetric() ? 2 : 1;
            compiler.addMacros(macro(aggregation, most, statistics));
            if (aggregation == Aggregation.LAST) {
                compiler.addMacros(macro(aggregation, 1, statistics));
            }
        }
        try {
            CelValidationResult result = compiler.build().compile(text);
            if (result.hasError()) {
                result.getErrors().forEach(issue -> report(issue, problems));
                return null;
            }
            return new CelExpression(text, statistics, RUNTIME.createProgram(result.getAst()));
        } catch (CelValidationException e) {
            e.getErrors().forEach(issue -> report(issue, problems));
        } catch (CelEvaluationException | RuntimeException e) {
            problems.add(1, 1, "cannot be compiled: " + e.getMessage());
        } catch (StackOverflowError e) {
            problems.add(1, 1, "is nested too deeply");
        }
        return null;
    }

    private static void report(CelIssue issue, Problems problems) {
        CelSourceLocation at = issue.getSourceLocation();
        problems.add(Math.max(1, at.getLine()), Math.max(0, at.getColumn()) + 1, issue.getMessage());
    }

    private static CelMacro macro(Aggregation aggregation, int arguments, List<Statistic> statistics) {
        return CelMacro.newGlobalMacro(aggregation.text(), arguments, (factory, target, given) -> {
            Optional<CelExpr>[] refused = refusals();
            BiConsumer<CelExpr, String> refuse = (expression, why) -> refused[0] =
                    Optional.of(factory.reportError(CelIssue.formatError(factory.getSourceLocation(expression), why)));
            String metric = aggregation.ofMetric() ? literal(given.get(0), "the metric", refuse) : null;
            CelExpr last = given.get(given.size() - 1);
            long window = aggregation.ofMetric() && given.size() == 1 ? DEFAULT_LAST_MS : window(last, refuse);
            if (refused[0].isPresent()) {
                return refused[0];
            }
            return Optional.of(variable(factory, new Statistic(aggregation, metric, window), statistics, last, refuse))
                    .map(made -> refused[0].orElse(made));
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<CelExpr>[] refusals() {
        return new Optional[] {Optional.empty()};
    }

    private static CelExpr variable(
            CelMacroExprFactory factory,
            Statistic statistic,
            List<Statistic> statistics,
            CelExpr at,
            BiConsumer<CelExpr, String> refuse) {
        int index = statistics.indexOf(statistic);
        if (index < 0) {
            index = statistics.size();
            if (index >= MAX_STATISTICS) {
                refuse.accept(at, "more than " + MAX_STATISTICS + " statistics");
                index = 0;
            } else {
                statistics.add(statistic);
            }
        }
        return factory.newIdentifier(CelExpression.PREFIX + index);
    }

    private static long window(CelExpr argument, BiConsumer<CelExpr, String> refuse) {
        String text = literal(argument, "the window", refuse);
        try {
            long window = text == null ? 0 : DurationText.parse(text).toMillis();
            if (text == null || window >= Statistic.LEAST_WINDOW_MS && window <= Statistic.GREATEST_WINDOW_MS) {
                return Math.max(window, Statistic.LEAST_WINDOW_MS);
            }
        } catch (IllegalArgumentException e) {
            // Reported below: it is no window either way.
        }
        refuse.accept(
                argument,
                "the window must be from " + DurationText.format(Duration.ofMillis(Statistic.LEAST_WINDOW_MS)) + " to "
                        + Statistic.GREATEST_WINDOW_MS / 3_600_000 + "h, such as \"5m\"");
        return Statistic.LEAST_WINDOW_MS;
    }

    private static String literal(CelExpr argument, String what, BiConsumer<CelExpr, String> refuse) {
        if (argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && !argument.constant().stringValue().isEmpty()) {
            return argument.constant().stringValue();
        }
        refuse.accept(argument, what + " must be a text in quotes");
        return what;
    }
}
