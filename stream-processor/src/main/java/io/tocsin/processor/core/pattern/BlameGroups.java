package io.tocsin.processor.core.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sources of a {@link BlameGraph} in groups that have to do with one another. Made for one look; not thread-safe. */
final class BlameGroups {

    private final BlameGraph graph;
    private final long windowMs;

    BlameGroups(BlameGraph graph, long windowMs) {
        this.graph = graph;
        this.windowMs = windowMs;
    }

    /**
     * Returns groups of sources that fail because of one another, each within a window from one onset to the next. Sources of
     * which no calls are known are taken together by time alone, and as following from what clearly began before.
     */
    List<SortedSet<String>> all() {
        List<SortedSet<String>> groups = new ArrayList<>();
        SortedSet<String> seen = new TreeSet<>();
        SortedSet<String> apart = new TreeSet<>();
        for (BlameNode node : graph.nodes()) {
            if (seen.contains(node.name)) {
                continue;
            }
            SortedSet<String> group = new TreeSet<>();
            spread(node, group);
            seen.addAll(group);
            if (group.size() == 1 && node.isClear() && !node.isConnected()) {
                apart.add(node.name);
            } else {
                groups.add(group);
            }
        }
        if (!apart.isEmpty()) {
            groups.add(apart);
        }
        List<SortedSet<String>> cut = new ArrayList<>();
        joinByTime(groups).forEach(group -> cut.add(latest(group)));
        return cut;
    }

    /** Joins each group whose origin does not say whom it calls to the first of those that clearly began before. */
    private List<SortedSet<String>> joinByTime(List<SortedSet<String>> groups) {
        List<BlameNode> origins = new ArrayList<>();
        for (SortedSet<String> group : groups) {
            BlameNode origin = graph.at(graph.origin(group));
            if (origin.isClear()) {
                origins.add(origin);
            }
        }
        List<SortedSet<String>> joined = new ArrayList<>(groups);
        for (BlameNode later : origins) {
            BlameNode first = null;
            for (BlameNode earlier : origins) {
                boolean fits = !later.saysWhomItCalls() && earlier.precedes(later, windowMs);
                first = fits && (first == null || earlier.failing.since() < first.failing.since()) ? earlier : first;
            }
            if (first != null) {
                later.follows = first.name;
                first.followers.add(later.name);
                SortedSet<String> into = containing(joined, first.name);
                SortedSet<String> from = containing(joined, later.name);
                joined.remove(from);
                joined.remove(into);
                SortedSet<String> both = new TreeSet<>(into);
                both.addAll(from);
                joined.add(both);
            }
        }
        return joined;
    }

    private static SortedSet<String> containing(List<SortedSet<String>> groups, String name) {
        return groups.stream().filter(group -> group.contains(name)).findFirst().orElseThrow();
    }

    private void spread(BlameNode node, SortedSet<String> group) {
        List<BlameNode> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            BlameNode next = open.remove(open.size() - 1);
            if (group.add(next.name)) {
                next.blames.keySet().forEach(name -> open.add(graph.at(name)));
                next.blamedBy.forEach(name -> open.add(graph.at(name)));
            }
        }
    }

    /** Cuts off what began to fail longer before the others than a window: it has nothing to do with them. */
    private SortedSet<String> latest(SortedSet<String> group) {
        SortedMap<String, Long> since = new TreeMap<>();
        group.forEach(name -> since.put(name, graph.since(name)));
        List<String> order = Fleet.inOrder(since);
        int from = order.size() - 1;
        while (from > 0 && since.get(order.get(from)) - since.get(order.get(from - 1)) <= windowMs) {
            from--;
        }
        return new TreeSet<>(order.subList(from, order.size()));
    }
}
