package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fold of one scope over all partitions: a partial replaces the slot of its partition, and the slots are merged. A
 * partial that comes twice, or late after a restart, changes nothing that the next one does not put right. The score of a
 * scope is that of its worst source: an average would hide it.
 */
public final class ScopeFold {

    private static final int MOST_REASONS = 20;

    private final SortedMap<Integer, ScopePart> slots = new TreeMap<>();

    /**
     * Replaces the slot of a partition.
     *
     * @param part the partial, or null to forget the partition
     */
    public void replace(int partition, ScopePart part) {
        if (part == null) {
            slots.remove(partition);
        } else {
            slots.put(partition, part);
        }
    }

    /** Returns whether there is no partial. */
    public boolean isEmpty() {
        return slots.isEmpty();
    }

    /**
     * Merges the slots.
     *
     * @throws IllegalStateException when there is no partial
     */
    public ScopeSummary summary() {
        if (slots.isEmpty()) {
            throw new IllegalStateException("no partial");
        }
        Map<Health, Long> sources = new EnumMap<>(Health.class);
        Map<Health, Long> events = new EnumMap<>(Health.class);
        List<SourceStanding> worst = new ArrayList<>();
        long at = Long.MIN_VALUE;
        long sourceCount = 0;
        long eventCount = 0;
        long logCount = 0;
        long alerts = 0;
        double severitySum = 0;
        for (ScopePart part : slots.values()) {
            at = Math.max(at, part.at());
            sourceCount += part.sourceCount();
            eventCount += part.eventCount();
            logCount += part.logCount();
            alerts += part.activeAlerts();
            severitySum += part.severitySum();
            part.sourcesByStatus().forEach((status, count) -> sources.merge(status, count, Long::sum));
            part.eventsByStatus().forEach((status, count) -> events.merge(status, count, Long::sum));
            worst.addAll(part.worst());
        }
        worst.sort(WorstFirst.ORDER);
        if (worst.size() > ScopeTotals.WORST) {
            worst = worst.subList(0, ScopeTotals.WORST);
        }
        Decision decision = Decision.CONTINUE;
        for (SourceStanding source : worst) {
            decision = decision.or(source.decision());
        }
        ScopePart any = slots.get(slots.firstKey());
        return new ScopeSummary(
                any.tenant(),
                any.environment(),
                at,
                worstStatus(sources),
                worst.isEmpty() ? 0 : worst.get(0).severityScore(),
                decision,
                reasons(worst),
                sourceCount,
                sources,
                eventCount,
                logCount,
                events,
                severitySum,
                alerts,
                worst,
                List.copyOf(slots.keySet()));
    }

    private static Health worstStatus(Map<Health, Long> sources) {
        Health status = Health.UNKNOWN;
        for (Health each : sources.keySet()) {
            status = each.compareTo(status) > 0 ? each : status;
        }
        return status;
    }

    private static List<String> reasons(List<SourceStanding> worst) {
        List<String> texts = new ArrayList<>();
        for (SourceStanding source : worst) {
            for (Reason reason : source.reasons()) {
                if (texts.size() == MOST_REASONS) {
                    return texts;
                }
                texts.add(source.id().name() + ": " + reason.text());
            }
        }
        return texts;
    }
}
