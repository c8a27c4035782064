package io.tocsin.processor.core.incident;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What happened in the course of an incident, oldest first. Bounded: the first {@value #HEAD} entries stay, and the latest
 * {@value #TAIL}; what people did goes last. Mutable, not thread-safe.
 */
final class Timeline {

    static final int HEAD = 50;
    static final int TAIL = 100;

    private final List<TimelineEntry> head = new ArrayList<>();
    private final List<TimelineEntry> tail = new ArrayList<>();
    private long omitted;

    void add(TimelineEntry entry) {
        if (head.size() < HEAD) {
            head.add(entry);
            return;
        }
        if (tail.size() == TAIL) {
            omit();
        }
        tail.add(entry);
    }

    /** Takes over what another one has, in order of time. */
    void absorb(Timeline other) {
        List<TimelineEntry> all = entries();
        all.addAll(other.entries());
        all.sort((a, b) -> Long.compare(a.at(), b.at()));
        restore(all, omitted + other.omitted);
    }

    /** Puts entries in the place of all. */
    void restore(Collection<TimelineEntry> entries, long omittedBefore) {
        List<TimelineEntry> all = List.copyOf(entries);
        head.clear();
        tail.clear();
        omitted = omittedBefore;
        all.forEach(this::add);
    }

    List<TimelineEntry> entries() {
        List<TimelineEntry> all = new ArrayList<>(head);
        all.addAll(tail);
        return all;
    }

    /** Returns the number of entries that are not here any more. */
    long omitted() {
        return omitted;
    }

    private void omit() {
        int victim = 0;
        for (int i = 0; i < tail.size(); i++) {
            if (tail.get(i).actor() == null) {
                victim = i;
                break;
            }
        }
        tail.remove(victim);
        omitted++;
    }
}
