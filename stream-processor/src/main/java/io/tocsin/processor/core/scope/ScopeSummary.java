package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.List;
import java.util.Map;

/**
 * Health of a scope over all partitions. Immutable.
 *
 * @param tenant tenant
 * @param environment environment, or {@link ScopeTotals#ALL} for the whole tenant
 * @param at latest stream time of any partial: epoch milliseconds
 * @param status band of the score
 * @param severityScore severity in [0,1]: that of the worst source
 * @param decision most drastic decision among the worst sources
 * @param reasons why, in words, worst first
 * @param sourceCount sources known
 * @param sourcesByStatus sources by status, those above 0 only
 * @param eventCount events counted so far
 * @param logCount log lines counted so far
 * @param eventsByStatus events by status, those above 0 only
 * @param severitySum sum of the severity scores of all events
 * @param activeAlerts alerts that are firing, acknowledged or recovering
 * @param worst the worst sources, at most {@link ScopeTotals#WORST}, worst first
 * @param partitions partitions whose partials are in it, ascending
 */
public record ScopeSummary(
        String tenant,
        String environment,
        long at,
        Health status,
        double severityScore,
        Decision decision,
        List<String> reasons,
        long sourceCount,
        Map<Health, Long> sourcesByStatus,
        long eventCount,
        long logCount,
        Map<Health, Long> eventsByStatus,
        double severitySum,
        long activeAlerts,
        List<SourceStanding> worst,
        List<Integer> partitions) {

    public ScopeSummary {
        reasons = List.copyOf(reasons);
        worst = List.copyOf(worst);
        partitions = List.copyOf(partitions);
    }
}
