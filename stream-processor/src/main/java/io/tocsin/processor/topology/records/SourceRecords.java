package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.Reason;
import io.tocsin.schemas.SourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Turns what the core says of a source into records and back. Stateless. */
public final class SourceRecords {

    private SourceRecords() {}

    /** Returns the record of an entry of the evaluation log. */
    public static Evaluation evaluation(EvaluationEntry entry) {
        return new Evaluation(
                entry.id(),
                entry.tenant(),
                entry.environment(),
                entry.source(),
                entry.at(),
                Enums.status(entry.status()),
                entry.severityScore(),
                Enums.decision(entry.decision()),
                reasons(entry.reasons()),
                entry.suggestions(),
                entry.inputSnapshot(),
                entry.eventId(),
                entry.eventCount());
    }

    /** Returns the record of a source's present state. */
    public static SourceStatus status(SourceStanding standing) {
        return new SourceStatus(
                standing.id().tenant(),
                standing.id().environment(),
                standing.id().name(),
                standing.labels(),
                Enums.status(standing.status()),
                standing.severityScore(),
                Enums.decision(standing.decision()),
                reasons(standing.reasons()),
                standing.firstSeen(),
                standing.lastSeen(),
                standing.changedAt(),
                standing.eventCount(),
                standing.logCount());
    }

    /** Returns the present state that a record tells. */
    static SourceStanding standing(SourceStatus status) {
        List<io.tocsin.processor.core.model.Reason> reasons =
                new ArrayList<>(status.getReasons().size());
        for (Reason reason : status.getReasons()) {
            reasons.add(new io.tocsin.processor.core.model.Reason(
                    reason.getRule(),
                    Severity.valueOf(reason.getSeverity()),
                    reason.getContribution(),
                    reason.getText(),
                    reason.getMetric(),
                    Numbers.orNaN(reason.getObserved()),
                    Numbers.orNaN(reason.getExpected()),
                    reason.getSince(),
                    reason.getSamples()));
        }
        return new SourceStanding(
                new SourceId(status.getTenant(), status.getEnvironment(), status.getSource()),
                new TreeMap<>(status.getLabels()),
                Enums.health(status.getStatus()),
                status.getSeverityScore(),
                Enums.decision(status.getDecision()),
                reasons,
                status.getFirstSeen(),
                status.getLastSeen(),
                status.getChangedAt(),
                status.getEventCount(),
                status.getLogCount());
    }

    private static List<Reason> reasons(List<io.tocsin.processor.core.model.Reason> reasons) {
        List<Reason> records = new ArrayList<>(reasons.size());
        for (io.tocsin.processor.core.model.Reason reason : reasons) {
            records.add(new Reason(
                    reason.rule(),
                    reason.severity().name(),
                    reason.contribution(),
                    reason.text(),
                    reason.metric(),
                    Numbers.orNull(reason.observed()),
                    Numbers.orNull(reason.expected()),
                    reason.since(),
                    reason.samples()));
        }
        return records;
    }
}
