package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.Decision;
import io.tocsin.schemas.HealthStatus;

/**
 * The core's enums and those of the records, which have the same names. The core does not know Avro, hence two of each.
 */
final class Enums {

    private static final HealthStatus[] STATUS = HealthStatus.values();
    private static final AlertState[] STATES = AlertState.values();
    private static final AlertStepKind[] STEP_KINDS = AlertStepKind.values();
    private static final AlertSeverity[] SEVERITIES = AlertSeverity.values();
    private static final Decision[] DECISIONS = Decision.values();

    private Enums() {}

    static HealthStatus status(Health health) {
        return STATUS[health.ordinal()];
    }

    static Health health(HealthStatus status) {
        return Health.of(status.ordinal());
    }

    static AlertState state(AlertPhase phase) {
        return phase == null ? null : STATES[phase.ordinal()];
    }

    static AlertStepKind stepKind(io.tocsin.processor.core.model.AlertStepKind kind) {
        return STEP_KINDS[kind.ordinal()];
    }

    static AlertSeverity severity(Severity severity) {
        return SEVERITIES[severity.ordinal()];
    }

    static Severity severity(AlertSeverity severity) {
        return Severity.of(severity.ordinal());
    }

    static Decision decision(io.tocsin.processor.core.model.Decision decision) {
        return DECISIONS[decision.ordinal()];
    }

    static io.tocsin.processor.core.model.Decision decision(Decision decision) {
        return io.tocsin.processor.core.model.Decision.of(decision.ordinal());
    }

    static io.tocsin.processor.core.model.AlertOrder.Kind kind(AlertAction action) {
        return switch (action) {
            case NONE, HOLDS, OVER, JOIN -> io.tocsin.processor.core.model.AlertOrder.Kind.NONE;
            case ACKNOWLEDGE -> io.tocsin.processor.core.model.AlertOrder.Kind.ACKNOWLEDGE;
            case UNACKNOWLEDGE -> io.tocsin.processor.core.model.AlertOrder.Kind.UNACKNOWLEDGE;
            case RESOLVE -> io.tocsin.processor.core.model.AlertOrder.Kind.RESOLVE;
            case TEST -> io.tocsin.processor.core.model.AlertOrder.Kind.TEST;
            case ASSIGN -> io.tocsin.processor.core.model.AlertOrder.Kind.ASSIGN;
            case COMMENT -> io.tocsin.processor.core.model.AlertOrder.Kind.COMMENT;
            case SNOOZE -> io.tocsin.processor.core.model.AlertOrder.Kind.SNOOZE;
            case UNSNOOZE -> io.tocsin.processor.core.model.AlertOrder.Kind.UNSNOOZE;
        };
    }
}
