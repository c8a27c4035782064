package io.tocsin.processor.core.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of the evaluation log: how a source was judged, and by what. Immutable.
 *
 * @param id identity, stable on replay: hash of the source's key and the number of the entry within the source
 * @param tenant tenant of the source
 * @param environment environment of the source
 * @param source name of the source
 * @param at stream time in epoch milliseconds
 * @param status band of the score
 * @param severityScore severity in [0,1], the sum of the contributions
 * @param decision what the caller should do
 * @param reasons why, greatest contribution first
 * @param suggestions what a person could look at, most useful first
 * @param inputSnapshot the input that was judged, by name in the order of the names, sensitive values masked; bounded
 * @param eventId event that caused the entry; null for one made by a log line, a command or at a tick
 * @param eventCount events that the entry stands for: its own and those folded since the entry before
 */
public record EvaluationEntry(
        String id,
        String tenant,
        String environment,
        String source,
        long at,
        Health status,
        double severityScore,
        Decision decision,
        List<Reason> reasons,
        List<String> suggestions,
        Map<String, String> inputSnapshot,
        String eventId,
        long eventCount) {

    public EvaluationEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(decision, "decision");
        reasons = List.copyOf(reasons);
        suggestions = List.copyOf(suggestions);
        Objects.requireNonNull(inputSnapshot, "inputSnapshot");
    }
}
