package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The worst sources of one scope, each as it stood when its verdict last changed. Bounded: more candidates are kept than
 * are ever named, so that one that recovers is followed by the next; when more than {@value #CANDIDATES} sources are bad
 * at once the least bad are not kept, and come back when their verdict changes. Not thread-safe.
 */
final class WorstSources {

    static final int CANDIDATES = 64;

    private final TreeSet<SourceStanding> sorted = new TreeSet<>(WorstFirst.ORDER);
    private final Map<SourceId, SourceStanding> byId = new HashMap<>();

    /** Takes the present standing of a source. */
    void put(SourceStanding standing) {
        remove(standing.id());
        sorted.add(standing);
        byId.put(standing.id(), standing);
        if (sorted.size() > CANDIDATES) {
            byId.remove(sorted.pollLast().id());
        }
    }

    /** Takes a source off the list, if it is there. */
    void remove(SourceId id) {
        SourceStanding before = byId.remove(id);
        if (before != null) {
            sorted.remove(before);
        }
    }

    /** Returns whether the source is on the list. */
    boolean has(SourceId id) {
        return byId.containsKey(id);
    }

    /** Returns the worst ones, at most so many, worst first. */
    List<SourceStanding> worst(int most) {
        List<SourceStanding> worst = new ArrayList<>(Math.min(most, sorted.size()));
        for (SourceStanding standing : sorted) {
            if (worst.size() == most) {
                break;
            }
            worst.add(standing);
        }
        return worst;
    }

    /** Returns every candidate, worst first. */
    Iterable<SourceStanding> all() {
        return sorted;
    }

    int size() {
        return sorted.size();
    }
}
