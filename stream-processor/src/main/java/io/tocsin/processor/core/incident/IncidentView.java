package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.Severity;
import java.util.List;

/**
 * An incident as it stood at one moment. Times are stream time in epoch milliseconds. Immutable.
 *
 * @param id identity
 * @param tenant tenant
 * @param environment environment
 * @param state whether it goes on
 * @param title one line for a person
 * @param severity greatest severity of its members so far
 * @param score how sure it is that something is wrong, in [0,1]
 * @param origin source from which it likely comes
 * @param sources sources involved, in the order in which trouble began
 * @param onset when the first trouble began
 * @param openedAt when it was opened
 * @param updatedAt when it last changed
 * @param resolvedAt when it was resolved, or {@link #NEVER}
 * @param mergedInto incident that it has become a part of, or null
 * @param alerts alerts, in the order in which they came
 * @param patterns patterns, in the order in which they came
 * @param alertCount alerts in all, those beyond the ones listed included
 * @param timeline what happened, oldest first; the middle of a long one is left out
 */
public record IncidentView(
        String id,
        String tenant,
        String environment,
        State state,
        String title,
        Severity severity,
        double score,
        String origin,
        List<String> sources,
        long onset,
        long openedAt,
        long updatedAt,
        long resolvedAt,
        String mergedInto,
        List<Member> alerts,
        List<Member> patterns,
        long alertCount,
        List<TimelineEntry> timeline) {

    /** Stands for a time that has not come. */
    public static final long NEVER = -1;

    /** Whether an incident goes on. */
    public enum State {
        /** It goes on. */
        OPEN,
        /** All of it is over. */
        RESOLVED,
        /** It was found to be a part of another one. */
        MERGED
    }

    public IncidentView {
        sources = List.copyOf(sources);
        alerts = List.copyOf(alerts);
        patterns = List.copyOf(patterns);
        timeline = List.copyOf(timeline);
    }
}
