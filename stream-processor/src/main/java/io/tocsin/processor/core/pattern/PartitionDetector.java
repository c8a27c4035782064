package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Network partition: several sources lose contact with others at about the same time, while the others do not say that
 * they fail themselves. The origin is the one that most others have lost.
 */
final class PartitionDetector implements Detector {

    private static final double MOSTLY = 0.6;
    private static final double AT_ONCE = 0.75;

    private final PatternSettings settings;

    PartitionDetector(PatternSettings settings) {
        this.settings = settings;
    }

    /** Who has lost contact with whom. */
    private static final class Contacts {
        private final SortedMap<String, SortedSet<String>> lost = new TreeMap<>();
        private final SortedMap<String, Long> since = new TreeMap<>();
        private final SortedMap<String, Long> intact = new TreeMap<>();
        private final SortedSet<String> callers = new TreeSet<>();
        private long events;
        private double connectivity;
        private double failures;

        void lose(String caller, String target, Signal signal) {
            callers.add(caller);
            since.merge(caller, signal.since(), Math::min);
            intact.merge(caller, signal.intact(), Math::min);
            events += signal.count();
            failures++;
            connectivity += signal.meaning() == FailureClass.CONNECTIVITY ? signal.share() : 0;
            if (target != null && !target.equals(caller)) {
                lost.computeIfAbsent(caller, name -> new TreeSet<>()).add(target);
                lost.computeIfAbsent(target, name -> new TreeSet<>()).add(caller);
                since.merge(target, signal.since(), Math::min);
                intact.merge(target, signal.intact(), Math::min);
            }
        }

        /**
         * Returns how many may have lost contact at one time: one that calls rarely notices late, so all the time since its
         * last good call counts.
         */
        int atOnce(long spreadMs) {
            int most = 0;
            for (long time : since.values()) {
                int consistent = 0;
                for (String name : since.keySet()) {
                    boolean is = time >= intact.get(name) - spreadMs && time <= since.get(name) + spreadMs;
                    consistent += is ? 1 : 0;
                }
                most = Math.max(most, consistent);
            }
            return most;
        }
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        Contacts contacts = new Contacts();
        int broken = 0;
        for (SourceSignals source : fleet.troubled()) {
            boolean named = false;
            for (Signal signal : source.signals()) {
                boolean calls = signal.kind() == SignalKind.FAILING_CALLS && speaksOfContact(fleet, signal);
                boolean says = signal.kind() == SignalKind.UNREACHABLE;
                if (calls || says) {
                    String lost = fleet.named(signal);
                    contacts.lose(source.source(), lost, signal);
                    named |= lost != null;
                }
            }
            Signal failing = source.first(SignalKind.FAILING);
            if (!named && failing != null && speaksOfContact(fleet, failing)) {
                contacts.lose(source.source(), fleet.named(failing), failing);
            }
        }
        if (contacts.callers.isEmpty()) {
            return List.of();
        }
        for (String name : contacts.lost.keySet()) {
            SourceSignals source = fleet.at(name);
            Signal failing = source == null ? null : source.first(SignalKind.FAILING);
            broken += failing != null && !speaksOfContact(fleet, failing) ? 1 : 0;
        }
        return List.of(assess(fleet, contacts, broken));
    }

    private Assessment assess(Fleet fleet, Contacts contacts, int broken) {
        String origin = origin(fleet, contacts);
        List<String> order = Fleet.inOrder(contacts.since);
        long first = contacts.since.get(order.get(0));
        int atOnce = contacts.atOnce(settings.partitionSpreadMs());
        order.remove(origin);
        order.add(0, origin);
        double simultaneous = (double) atOnce / contacts.since.size();
        double hard = contacts.failures == 0 ? 0 : contacts.connectivity / contacts.failures;
        double intact = 1 - (double) broken / Math.max(1, contacts.since.size());
        SortedSet<String> lostBy = contacts.lost.getOrDefault(origin, new TreeSet<>());
        List<String> evidence = new ArrayList<>();
        if (!lostBy.isEmpty()) {
            evidence.add(String.join(", ", lostBy) + " and " + origin + " have lost contact");
        }
        evidence.add(contacts.events + " failures, " + Math.round(100 * hard) + " % of them about connections");
        evidence.add(atOnce + " of " + contacts.since.size() + " can have lost contact within "
                + Words.duration(settings.partitionSpreadMs()));
        if (fleet.isKnown(origin) && !fleet.isAlive(origin)) {
            evidence.add(origin + " is silent");
        }
        // Two lost connections of each of those that are needed besides the one that they have lost.
        int events = Math.min(settings.cascadeEvents(), 2 * (settings.partitionSources() - 1));
        double confidence = 0.5
                + 0.2 * Math.min(1, hard)
                + 0.15 * simultaneous * intact
                + 0.14 * Math.min(1, (contacts.since.size() - settings.partitionSources()) / 4.0);
        return new Assessment(
                PatternKind.NETWORK_PARTITION,
                origin,
                order,
                contacts.events,
                first,
                confidence,
                List.of(
                        new Criterion("events", contacts.events, events),
                        new Criterion("sources", contacts.since.size(), settings.partitionSources()),
                        new Criterion("callers", contacts.callers.size(), 2),
                        new Criterion("connectivity", hard, MOSTLY / 2),
                        new Criterion("simultaneous", simultaneous, AT_ONCE),
                        new Criterion("intact", intact, MOSTLY)),
                evidence);
    }

    /** Returns the one that most others have lost; among equals a silent one, then the first. */
    private static String origin(Fleet fleet, Contacts contacts) {
        String best = null;
        long bestScore = -1;
        for (String name : contacts.since.keySet()) {
            long peers = contacts.lost.getOrDefault(name, new TreeSet<>()).size();
            boolean silent = fleet.isKnown(name) && !fleet.isAlive(name)
                    || fleet.at(name) != null && fleet.at(name).first(SignalKind.HEARTBEAT) != null;
            long score = 4 * peers + (silent ? 3 : 0);
            if (score > bestScore || score == bestScore && contacts.since.get(name) < contacts.since.get(best)) {
                best = name;
                bestScore = score;
            }
        }
        return best;
    }

    private static boolean speaksOfContact(Fleet fleet, Signal signal) {
        boolean timeout = signal.meaning() == FailureClass.TIMEOUT
                && signal.subject() != null
                && !fleet.isAlive(signal.subject());
        return (signal.meaning() == FailureClass.CONNECTIVITY || timeout) && signal.share() >= MOSTLY;
    }
}
