package io.tocsin.processor.rules.language;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Expression;
import io.tocsin.processor.core.rule.RuleVerdict;
import io.tocsin.processor.core.rule.Statistic;
import java.util.List;
import java.util.Optional;

/**
 * A compiled expression in CEL. A statistic without a value is an error to CEL, which {@code ||} and {@code &&} absorb
 * when the other side decides; when it reaches the top, the verdict is NO_DATA. Any other error is the rule's own.
 */
final class CelExpression implements Expression {

    /** What names of statistics begin with. */
    static final String PREFIX = "__statistic_";

    static final String LABELS = "labels";
    static final String SOURCE = "source";
    static final String ENVIRONMENT = "environment";
    static final String TENANT = "tenant";

    private final String text;
    private final List<Statistic> statistics;
    private final CelRuntime.Program program;

    CelExpression(String text, List<Statistic> statistics, CelRuntime.Program program) {
        this.text = text;
        this.statistics = List.copyOf(statistics);
        this.program = program;
    }

    @Override
    public List<Statistic> statistics() {
        return statistics;
    }

    @Override
    public RuleVerdict evaluate(Statistics values, SourceId source, LabelSet labels) {
        Variables variables = new Variables(values, source, labels);
        try {
            Object result = program.eval(variables);
            if (result instanceof Boolean holds) {
                return holds ? RuleVerdict.BREACH : RuleVerdict.OK;
            }
            // What rests on a variable that cannot be found is unknown, which is neither true nor false.
            if (variables.missing) {
                return RuleVerdict.NO_DATA;
            }
            throw new IllegalStateException("the result is no truth value: " + result);
        } catch (CelEvaluationException e) {
            if (variables.missing) {
                return RuleVerdict.NO_DATA;
            }
            throw new IllegalStateException(e.getMessage(), e);
        } catch (StackOverflowError e) {
            // The depth was bounded when it was compiled, on a thread that may have had more room than this one.
            throw new IllegalStateException("the expression is nested too deeply", e);
        }
    }

    @Override
    public String text() {
        return text;
    }

    private static final class Variables implements CelVariableResolver {

        private final Statistics values;
        private final SourceId source;
        private final LabelSet labels;
        private boolean missing;

        private Variables(Statistics values, SourceId source, LabelSet labels) {
            this.values = values;
            this.source = source;
            this.labels = labels;
        }

        @Override
        public Optional<Object> find(String name) {
            if (name.startsWith(PREFIX)) {
                double value = values.value(Integer.parseInt(name.substring(PREFIX.length())));
                missing |= Double.isNaN(value);
                return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
            }
            return switch (name) {
                case LABELS -> Optional.of(labels.toMap());
                case SOURCE -> Optional.of(source.name());
                case ENVIRONMENT -> Optional.of(source.environment());
                case TENANT -> Optional.of(source.tenant());
                default -> Optional.empty();
            };
        }
    }
}
