package io.tocsin.query.routing;

import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who can answer for which partition of which view, as the instances themselves say. A snapshot: immutable and
 * thread-safe.
 *
 * <p>Candidates of a partition are ordered: reachable before suspect, active before standby, less lag before more. Two
 * instances that both call themselves active (one of them has not noticed yet that it lost the partition) are ordered by
 * how far their state has come.
 */
public final class RoutingTable {

    private static final Comparator<Ranked> BEST_FIRST = Comparator.<Ranked, Boolean>comparing(
                    ranked -> ranked.candidate.suspect())
            .thenComparing(ranked -> ranked.candidate.role() != PartitionRole.ACTIVE)
            .thenComparing(ranked -> ranked.candidate.lag(), Comparator.nullsLast(Comparator.<Long>naturalOrder()))
            .thenComparing(ranked -> -ranked.progress)
            .thenComparing(ranked -> ranked.candidate.instance().id());

    private final int partitions;
    private final long maxStandbyLag;
    private final long since;
    private final List<KnownInstance> instances;
    private final Map<String, Map<Integer, List<Candidate>>> candidates;
    private final Map<Slot, Long> unservedSince;

    private RoutingTable(
            int partitions,
            long maxStandbyLag,
            long since,
            List<KnownInstance> instances,
            Map<String, Map<Integer, List<Candidate>>> candidates,
            Map<Slot, Long> unservedSince) {
        this.partitions = partitions;
        this.maxStandbyLag = maxStandbyLag;
        this.since = since;
        this.instances = instances;
        this.candidates = candidates;
        this.unservedSince = unservedSince;
    }

    /**
     * Returns the table of nobody, the first one.
     *
     * @param maxStandbyLag greatest lag in records with which a standby may be asked
     * @param nowMillis the clock, in epoch milliseconds
     */
    public static RoutingTable empty(long maxStandbyLag, long nowMillis) {
        return new RoutingTable(0, maxStandbyLag, nowMillis, List.of(), Map.of(), Map.of());
    }

    /**
     * Builds the table that follows this one.
     *
     * @param nextPartitions number of partitions of every view, as the topics have them; at least 0 (not known yet)
     * @param known the instances and their inventories
     * @param nowMillis the clock, in epoch milliseconds
     */
    public RoutingTable next(int nextPartitions, Collection<KnownInstance> known, long nowMillis) {
        Map<String, Map<Integer, List<Candidate>>> ordered = order(known);
        Set<String> views = new HashSet<>(ordered.keySet());
        views.addAll(candidates.keySet());
        unservedSince.keySet().forEach(slot -> views.add(slot.view));
        Map<Slot, Long> unserved = new HashMap<>();
        for (String view : views) {
            for (int partition = 0; partition < nextPartitions; partition++) {
                if (!served(ordered, view, partition)) {
                    Slot slot = new Slot(view, partition);
                    boolean before = served(candidates, view, partition);
                    unserved.put(slot, before ? nowMillis : unservedSince.getOrDefault(slot, since));
                }
            }
        }
        return new RoutingTable(nextPartitions, maxStandbyLag, since, List.copyOf(known), ordered, unserved);
    }

    /** Returns the number of partitions of every view; 0 while it is not known. */
    public int partitions() {
        return partitions;
    }

    /** Returns the instances that the table was built from. */
    public List<KnownInstance> instances() {
        return instances;
    }

    /** Returns who can answer for a partition, best first; empty when nobody says so. */
    public List<Candidate> candidates(String view, int partition) {
        return candidates.getOrDefault(view, Map.of()).getOrDefault(partition, List.of());
    }

    /** Returns the partitions of a view that nobody who may be asked can answer for, ascending. */
    public SortedSet<Integer> unserved(String view) {
        SortedSet<Integer> unserved = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            if (!served(candidates, view, partition)) {
                unserved.add(partition);
            }
        }
        return unserved;
    }

    /**
     * Returns since when nobody who may be asked can answer for a partition, in epoch milliseconds.
     *
     * @param nowMillis what to return when somebody can
     */
    public long unservedSince(String view, int partition, long nowMillis) {
        return served(candidates, view, partition)
                ? nowMillis
                : unservedSince.getOrDefault(new Slot(view, partition), since);
    }

    private boolean served(Map<String, Map<Integer, List<Candidate>>> by, String view, int partition) {
        return by.getOrDefault(view, Map.of()).getOrDefault(partition, List.of()).stream()
                .anyMatch(candidate -> !candidate.suspect() && candidate.eligible(maxStandbyLag));
    }

    private static Map<String, Map<Integer, List<Candidate>>> order(Collection<KnownInstance> known) {
        Map<Slot, Map<String, Long>> furthest = furthestPositions(known);
        Map<String, Map<Integer, List<Ranked>>> ranked = new HashMap<>();
        for (KnownInstance one : known) {
            for (PartitionInventory at : one.inventory().getPartitions()) {
                if (at.getQueryable() && at.getRole() != PartitionRole.RESTORING) {
                    Candidate candidate = new Candidate(
                            one.instance(), at.getRole(), lag(at, furthest.get(Slot.of(at))), !one.reachable());
                    ranked.computeIfAbsent(at.getStore(), view -> new HashMap<>())
                            .computeIfAbsent(at.getPartition(), partition -> new ArrayList<>())
                            .add(new Ranked(candidate, sum(at.getPosition())));
                }
            }
        }
        Map<String, Map<Integer, List<Candidate>>> ordered = new HashMap<>();
        ranked.forEach((view, byPartition) -> {
            Map<Integer, List<Candidate>> lists = new HashMap<>();
            byPartition.forEach((partition, list) -> lists.put(
                    partition,
                    list.stream().sorted(BEST_FIRST).map(one -> one.candidate).toList()));
            ordered.put(view, lists);
        });
        return ordered;
    }

    /** The lag is measured against the furthest state that any instance shows, not only by what the standby has heard. */
    private static Long lag(PartitionInventory at, Map<String, Long> furthest) {
        if (at.getRole() == PartitionRole.ACTIVE) {
            return 0L;
        }
        return at.getLag() == null ? null : Long.valueOf(Math.max(at.getLag(), gap(at.getPosition(), furthest)));
    }

    private static Map<Slot, Map<String, Long>> furthestPositions(Collection<KnownInstance> known) {
        Map<Slot, Map<String, Long>> furthest = new HashMap<>();
        for (KnownInstance one : known) {
            for (PartitionInventory at : one.inventory().getPartitions()) {
                Map<String, Long> best = furthest.computeIfAbsent(Slot.of(at), slot -> new HashMap<>());
                at.getPosition().forEach((topic, offset) -> best.merge(topic, offset, Math::max));
            }
        }
        return furthest;
    }

    /** Records between a state and the furthest one; 0 when the state does not tell its position. */
    private static long gap(Map<String, Long> position, Map<String, Long> furthest) {
        if (position.isEmpty()) {
            return 0;
        }
        long gap = 0;
        for (Map.Entry<String, Long> end : furthest.entrySet()) {
            gap += Math.max(0, end.getValue() - position.getOrDefault(end.getKey(), -1L));
        }
        return gap;
    }

    private static long sum(Map<String, Long> position) {
        return position.values().stream().mapToLong(Long::longValue).sum();
    }

    private record Ranked(Candidate candidate, long progress) {}

    private record Slot(String view, int partition) {
        static Slot of(PartitionInventory at) {
            return new Slot(at.getStore(), at.getPartition());
        }
    }
}
