package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertTransition;

/** Turns what the core says of alerts into records, and commands into what the core understands. Stateless. */
public final class AlertRecords {

    private AlertRecords() {}

    /** Returns the record of an alert. */
    public static Alert alert(AlertView alert) {
        return new Alert(
                alert.fingerprint(),
                alert.episode(),
                alert.tenant(),
                alert.environment(),
                alert.source(),
                alert.rule(),
                Enums.severity(alert.severity()),
                Enums.state(alert.phase()),
                alert.title(),
                alert.description(),
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                Numbers.timeOrNull(alert.firedAt()),
                Numbers.timeOrNull(alert.acknowledgedAt()),
                alert.acknowledgedBy(),
                Numbers.timeOrNull(alert.resolvedAt()),
                alert.updatedAt(),
                alert.test(),
                Numbers.orNull(alert.observed()),
                Numbers.orNull(alert.expected()),
                alert.transitions(),
                0,
                0,
                "",
                Numbers.timeOrNull(alert.acknowledgedUntil()),
                alert.acknowledgeComment(),
                alert.assignee(),
                Numbers.timeOrNull(alert.snoozedUntil()),
                alert.snoozedBy(),
                Numbers.timeOrNull(alert.flappingSince()),
                alert.flapScore(),
                alert.incident());
    }

    /** Returns the record of a step, with the record of its alert. */
    public static AlertTransition transition(AlertChange change, Alert alert) {
        return new AlertTransition(
                change.id(),
                Enums.state(change.from()),
                Enums.state(change.to()),
                change.at(),
                change.actor(),
                change.comment(),
                alert,
                Enums.stepKind(change.kind()),
                change.command());
    }

    /** Returns the record of a step as its alert's history keeps it. */
    public static AlertHistoryEntry historyEntry(AlertChange change) {
        AlertView alert = change.alert();
        long until =
                switch (change.kind()) {
                    case ACKNOWLEDGED -> alert.acknowledgedUntil();
                    case SNOOZED -> alert.snoozedUntil();
                    default -> AlertView.NEVER;
                };
        return new AlertHistoryEntry(
                change.id(),
                Enums.stepKind(change.kind()),
                alert.fingerprint(),
                alert.episode(),
                alert.tenant(),
                alert.environment(),
                alert.source(),
                alert.rule(),
                alert.title(),
                Enums.severity(alert.severity()),
                Enums.state(change.from()),
                Enums.state(change.to()),
                change.at(),
                change.actor(),
                change.comment(),
                Numbers.timeOrNull(until),
                alert.assignee());
    }

    /**
     * Returns the command by which an environment tells a source of a condition.
     *
     * @param at stream time: epoch milliseconds
     */
    public static AlertCommand command(SourceId source, AlertNotice notice, long at) {
        return AlertCommand.newBuilder()
                .setId(notice.id())
                .setFingerprint("")
                .setTenant(source.tenant())
                .setEnvironment(source.environment())
                .setSource(source.name())
                .setAction(notice.holds() ? AlertAction.HOLDS : AlertAction.OVER)
                .setActor(AlertChange.RULE)
                .setRequestedAt(at)
                .setSeverity(Enums.severity(notice.severity()))
                .setTitle(notice.title())
                .setDescription(notice.description())
                .setRule(notice.rule())
                .setLabels(notice.labels())
                .build();
    }

    /** Returns the notice that a command is, or null when a person gave it. */
    public static AlertNotice notice(AlertCommand command) {
        boolean holds = command.getAction() == AlertAction.HOLDS;
        if (!holds && command.getAction() != AlertAction.OVER
                || command.getRule() == null
                || command.getTitle() == null
                || command.getDescription() == null) {
            return null;
        }
        return new AlertNotice(
                command.getId(),
                command.getRule(),
                holds,
                Enums.severity(command.getSeverity()),
                command.getLabels(),
                command.getTitle(),
                command.getDescription());
    }

    /**
     * Returns the command by which an environment tells a source of the incident that an alert belongs to.
     *
     * @param at stream time: epoch milliseconds
     */
    public static AlertCommand command(SourceId source, AlertJoin join, long at) {
        return AlertCommand.newBuilder()
                .setId(join.incident() + '/' + join.fingerprint() + '/' + join.startsAt())
                .setFingerprint(join.fingerprint())
                .setTenant(source.tenant())
                .setEnvironment(source.environment())
                .setSource(source.name())
                .setAction(AlertAction.JOIN)
                .setActor(AlertChange.RULE)
                .setRequestedAt(at)
                .setSeverity(AlertSeverity.INFO)
                .setIncident(join.incident())
                .setOccurrenceStartsAt(join.startsAt())
                .build();
    }

    /** Returns what a command says of the incident of an alert, or null when it does not. */
    public static AlertJoin join(AlertCommand command) {
        return command.getAction() != AlertAction.JOIN
                        || command.getIncident() == null
                        || command.getOccurrenceStartsAt() == null
                ? null
                : new AlertJoin(
                        command.getSource(),
                        command.getFingerprint(),
                        command.getOccurrenceStartsAt(),
                        command.getIncident());
    }

    /** Returns the order that a command gives. */
    public static AlertOrder order(AlertCommand command) {
        return new AlertOrder(
                command.getId(),
                command.getFingerprint(),
                Enums.kind(command.getAction()),
                command.getActor(),
                command.getComment(),
                Enums.severity(command.getSeverity()),
                command.getTitle(),
                command.getDescription(),
                command.getUntil() == null ? AlertView.NEVER : command.getUntil(),
                command.getAssignee());
    }
}
