package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Severity;
import java.util.Objects;

/**
 * One step of a rule. Immutable.
 *
 * @param severity how bad it is
 * @param limit a value above it breaks the rule; not used by rules without a value
 * @param advice what to do while it holds
 */
public record RuleLevel(Severity severity, double limit, Decision advice) {

    public RuleLevel {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(advice, "advice");
    }
}
