package io.tocsin.processor.core.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is wrong in an environment now, over all partitions. Made for one look; not thread-safe. */
public final class Fleet {

    /** Beyond this a source counts as silent. */
    private static final long SILENT_MS = 30_000;

    private final SortedMap<String, SourceSignals> troubled = new TreeMap<>();
    private final List<RosterView> rosters = new ArrayList<>();

    /** Adds what a partition knows. */
    public void add(List<SourceSignals> signals, RosterView roster) {
        signals.forEach(each -> troubled.put(each.source(), each));
        rosters.add(roster);
    }

    /** Returns all sources at which something is wrong, by name. */
    Collection<SourceSignals> troubled() {
        return troubled.values();
    }

    /** Returns what is wrong at a source, or null. */
    SourceSignals at(String source) {
        return troubled.get(source);
    }

    /** Returns whether a source is known to have reported something lately. */
    boolean isAlive(String source) {
        for (RosterView roster : rosters) {
            long age = roster.ageMs(source);
            if (age != RosterView.UNKNOWN) {
                return age < SILENT_MS;
            }
        }
        return false;
    }

    /** Returns whether a source has ever reported anything, as far as rosters tell. */
    boolean isKnown(String source) {
        for (RosterView roster : rosters) {
            if (roster.ageMs(source) != RosterView.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the source that a signal is about, or null. A word of a text counts if a source has that name or is called by
     * it; of those that cannot be reached also a word that shows by itself that it is a name, for they may never have said
     * anything.
     */
    String named(Signal signal) {
        String subject = signal.subject();
        boolean called = signal.kind() == SignalKind.FAILING_CALLS || signal.kind() == SignalKind.SLOW_CALLS;
        if (subject == null || called || isKnown(subject)) {
            return subject;
        }
        boolean lost = signal.meaning() == FailureClass.CONNECTIVITY && AddressScan.isTelling(subject);
        boolean database = signal.meaning() == FailureClass.DATABASE && MetricRole.mentionsDatabase(subject);
        return lost || database || isCalled(subject) ? subject : null;
    }

    private boolean isCalled(String name) {
        for (SourceSignals source : troubled.values()) {
            if (source.targets().contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns names sorted by the time that is given for each, then by name. */
    static List<String> inOrder(SortedMap<String, Long> since) {
        List<String> names = new ArrayList<>(since.keySet());
        names.sort(Comparator.comparing((String name) -> since.get(name)).thenComparing(Comparator.naturalOrder()));
        return names;
    }
}
