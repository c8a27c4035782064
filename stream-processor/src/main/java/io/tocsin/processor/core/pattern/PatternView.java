package io.tocsin.processor.core.pattern;

import java.util.List;
import java.util.Objects;

/**
 * A failure pattern as it stood at one moment. Times are stream time in epoch milliseconds. Immutable.
 *
 * @param id identity of the occurrence: environment, pattern and number
 * @param tenant tenant
 * @param environment environment
 * @param kind pattern
 * @param active whether it holds
 * @param confidence how sure it is, in [0,1]; of an ended one the greatest that there was
 * @param origin source from which it likely comes
 * @param sources sources involved, in the order in which trouble began
 * @param eventCount failures, lines, late beats that it rests on
 * @param onset when the first trouble began
 * @param startedAt when it was recognised
 * @param lastSeen when it held last
 * @param endedAt when it ended, or {@link #NEVER}
 * @param evidence what was seen, in words
 * @param criteria what it needs and how much of it there was
 */
public record PatternView(
        String id,
        String tenant,
        String environment,
        PatternKind kind,
        boolean active,
        double confidence,
        String origin,
        List<String> sources,
        long eventCount,
        long onset,
        long startedAt,
        long lastSeen,
        long endedAt,
        List<String> evidence,
        List<Criterion> criteria) {

    /** Stands for a time that has not come. */
    public static final long NEVER = -1;

    public PatternView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        sources = List.copyOf(sources);
        evidence = List.copyOf(evidence);
        criteria = List.copyOf(criteria);
    }
}
