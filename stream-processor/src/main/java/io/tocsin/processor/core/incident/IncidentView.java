package io.tocsin.processor.core.incident;

import io.tocsin.processor.core.model.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An incident as it stood at one moment: all that there is to know of it, so that it can be gone on with from here. Times
 * are stream time in epoch milliseconds. Immutable.
 *
 * @param id identity
 * @param tenant tenant
 * @param environment environment
 * @param state whether it goes on
 * @param title one line for a person
 * @param severity greatest severity of its members so far
 * @param score how sure it is that something is wrong, in [0,1]
 * @param origin source from which it likely comes
 * @param sources sources involved: the origin, then the others in the order in which trouble began
 * @param onset when the first trouble began
 * @param openedAt when it was opened
 * @param updatedAt when it last changed
 * @param lastActivity when one of its members last changed
 * @param acknowledgedAt when somebody said that they know, or {@link #NEVER}
 * @param acknowledgedBy who that was, or null
 * @param resolvedAt when it was resolved, or {@link #NEVER}
 * @param resolvedBy person who resolved it, or null when it was over by itself
 * @param owner who has it, or null
 * @param mergedInto incident that it has become a part of, or null
 * @param held whether it stays open until a person resolves it
 * @param apart incidents with which it must not become one by itself, because people parted them
 * @param alerts alerts, in the order in which they came
 * @param patterns patterns, in the order in which they came
 * @param alertCount alerts in all, those beyond the ones listed included
 * @param timeline what happened, oldest first; the middle of a long one is left out
 * @param omitted entries of the timeline that are left out
 * @param notes what people wrote down, oldest first
 * @param correlation what its alerts have in common by the correlation rules, and when such an alert came last
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
        List<IncidentSource> sources,
        long onset,
        long openedAt,
        long updatedAt,
        long lastActivity,
        long acknowledgedAt,
        String acknowledgedBy,
        long resolvedAt,
        String resolvedBy,
        String owner,
        String mergedInto,
        boolean held,
        List<String> apart,
        List<Member> alerts,
        List<Member> patterns,
        long alertCount,
        List<TimelineEntry> timeline,
        long omitted,
        List<IncidentNote> notes,
        Map<String, Long> correlation) {

    /** Stands for a time that has not come. */
    public static final long NEVER = -1;

    /** Whether an incident goes on. */
    public enum State {
        /** It goes on. */
        OPEN,
        /** It goes on, and somebody knows. */
        ACKNOWLEDGED,
        /** It is over. */
        RESOLVED,
        /** It is a part of another one. */
        MERGED;

        /** Returns whether it goes on. */
        public boolean isOpen() {
            return this == OPEN || this == ACKNOWLEDGED;
        }
    }

    public IncidentView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(origin, "origin");
        sources = List.copyOf(sources);
        apart = List.copyOf(apart);
        alerts = List.copyOf(alerts);
        patterns = List.copyOf(patterns);
        timeline = List.copyOf(timeline);
        notes = List.copyOf(notes);
        correlation = Collections.unmodifiableMap(new LinkedHashMap<>(correlation));
    }
}
