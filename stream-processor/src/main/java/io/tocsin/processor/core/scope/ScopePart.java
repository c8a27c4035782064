package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.pattern.RosterView;
import io.tocsin.processor.core.pattern.SourceSignals;
import java.util.List;
import java.util.Map;

/**
 * What one partition knows of one scope. Replaces the partition's earlier one. Immutable; maps have an entry for each
 * band above 0.
 *
 * @param tenant tenant
 * @param environment environment, or {@link ScopeTotals#ALL} for the whole tenant
 * @param at stream time: epoch milliseconds
 * @param sourceCount sources known
 * @param sourcesByStatus sources by status
 * @param eventCount events counted so far
 * @param logCount log lines counted so far
 * @param eventsByStatus events by the status that they were judged with
 * @param severitySum sum of the severity scores of all events
 * @param activeAlerts alerts that are firing, acknowledged or recovering
 * @param worst the worst sources with a score above 0, at most {@link ScopeTotals#WORST}, worst first
 * @param signals what is wrong at sources as part of failure patterns, by name; empty for the whole tenant
 * @param loads how much work members of groups got, by name; empty for the whole tenant
 * @param roster which sources are known and when they were seen; empty for the whole tenant
 * @param alerts alerts that changed since the last part, at most {@link BriefQueue#MOST_TOLD}; empty for the whole tenant
 */
public record ScopePart(
        String tenant,
        String environment,
        long at,
        long sourceCount,
        Map<Health, Long> sourcesByStatus,
        long eventCount,
        long logCount,
        Map<Health, Long> eventsByStatus,
        double severitySum,
        long activeAlerts,
        List<SourceStanding> worst,
        List<SourceSignals> signals,
        List<LoadSample> loads,
        RosterView roster,
        List<AlertBrief> alerts) {

    public ScopePart {
        worst = List.copyOf(worst);
        signals = List.copyOf(signals);
        loads = List.copyOf(loads);
        alerts = List.copyOf(alerts);
    }
}
