package io.tocsin.processor.core.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who fails because of whom: sources that fail, and edges from each to those at which its calls fail. A call that fails
 * blames the one called only if that is in trouble itself, silent or unknown; or if the caller fails nowhere else. A caller
 * all of whose calls fail is more likely broken itself than all the others are. Made for one look; not thread-safe.
 */
final class BlameGraph {

    /** Onsets that differ by less say nothing about the order. */
    static final long NOISE_MS = 20_000;

    private static final double CERTAIN = 1.2816;

    private final Fleet fleet;
    private final SortedMap<String, Node> nodes = new TreeMap<>();

    private static final class Node {
        private final String name;
        private final SortedMap<String, Signal> blames = new TreeMap<>();
        private final SortedSet<String> blamedBy = new TreeSet<>();
        private Signal failing;
        private boolean callsKnown;
        private boolean cutOff;

        private Node(String name) {
            this.name = name;
        }
    }

    private BlameGraph(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Makes the graph of all failures of a fleet. */
    static BlameGraph ofFailures(Fleet fleet) {
        BlameGraph graph = new BlameGraph(fleet);
        for (SourceSignals source : fleet.troubled()) {
            Signal failing = failing(source);
            if (failing != null) {
                Node node = graph.node(source.source());
                node.failing = failing;
                node.callsKnown = !source.targets().isEmpty();
                node.cutOff = isCutOff(failing);
            }
        }
        for (SourceSignals source : fleet.troubled()) {
            if (graph.nodes.containsKey(source.source())) {
                graph.blame(source);
            }
        }
        return graph;
    }

    /** Returns groups of sources that fail because of one another, each within a window from one onset to the next. */
    List<SortedSet<String>> groups(long windowMs) {
        List<SortedSet<String>> groups = new ArrayList<>();
        SortedSet<String> seen = new TreeSet<>();
        SortedSet<String> apart = new TreeSet<>();
        for (Node node : nodes.values()) {
            if (seen.contains(node.name)) {
                continue;
            }
            SortedSet<String> group = new TreeSet<>();
            spread(node, group);
            seen.addAll(group);
            if (group.size() > 1) {
                groups.add(latest(group, windowMs));
            } else if (!node.callsKnown && node.failing.kind() != SignalKind.ERROR_LOGS) {
                apart.add(node.name);
            } else {
                groups.add(group);
            }
        }
        if (!apart.isEmpty()) {
            groups.add(latest(apart, windowMs));
        }
        return groups;
    }

    /** Returns the source from which the failures of a group come. */
    String origin(Iterable<String> group) {
        String best = null;
        long bestScore = Long.MIN_VALUE;
        long bestSince = 0;
        for (String name : group) {
            Node node = nodes.get(name);
            boolean isEnd = node.blames.isEmpty();
            long score = (isEnd ? 1_000_000L : 0) + ancestors(node);
            long since = since(name);
            if (best == null || score > bestScore || score == bestScore && since < bestSince) {
                best = name;
                bestScore = score;
                bestSince = since;
            }
        }
        return best;
    }

    /** Returns when a source began to fail, or when others began to fail at it. */
    long since(String name) {
        Node node = nodes.get(name);
        long since = node.failing == null ? Long.MAX_VALUE : node.failing.since();
        for (String caller : node.blamedBy) {
            since = Math.min(since, nodes.get(caller).blames.get(name).since());
        }
        return since;
    }

    long failures(String name) {
        Node node = nodes.get(name);
        return node.failing == null ? 0 : node.failing.count();
    }

    boolean isCutOff(String name) {
        return nodes.get(name).cutOff || nodes.get(name).failing == null;
    }

    boolean hasEdges(Iterable<String> group) {
        for (String name : group) {
            if (!nodes.get(name).blames.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the share of failures at the origin: of its own operations, or of the calls to it; as high as the few that
     * were seen allow.
     */
    double rateAt(String origin, Iterable<String> group) {
        Node node = nodes.get(origin);
        double rate = node.failing == null ? 0 : upper(node.failing);
        for (String caller : node.blamedBy) {
            rate = Math.max(rate, upper(nodes.get(caller).blames.get(origin)));
        }
        if (hasEdges(group)) {
            return rate;
        }
        for (String name : group) {
            rate = Math.max(rate, nodes.get(name).failing == null ? 0 : upper(nodes.get(name).failing));
        }
        return rate;
    }

    /** Returns who is blamed by whom within a group. */
    SortedMap<String, SortedSet<String>> blamed(Iterable<String> group) {
        SortedMap<String, SortedSet<String>> blamed = new TreeMap<>();
        for (String name : group) {
            Node node = nodes.get(name);
            if (!node.blamedBy.isEmpty()) {
                blamed.put(name, node.blamedBy);
            }
        }
        return blamed;
    }

    private void blame(SourceSignals source) {
        Node caller = nodes.get(source.source());
        int failingTargets = 0;
        for (Signal signal : source.signals()) {
            failingTargets += signal.kind() == SignalKind.FAILING_CALLS ? 1 : 0;
        }
        boolean selective = source.targets().size() > failingTargets;
        for (Signal signal : source.signals()) {
            boolean calls = signal.kind() == SignalKind.FAILING_CALLS;
            boolean hint = signal.subject() != null
                    && (signal.kind() == SignalKind.FAILING
                            || signal.kind() == SignalKind.ERROR_LOGS
                            || signal.kind() == SignalKind.UNREACHABLE);
            String target = signal.subject();
            if ((calls || hint) && !source.source().equals(target) && isToBlame(caller, target, calls, selective)) {
                caller.blames.putIfAbsent(target, signal);
                node(target).blamedBy.add(caller.name);
            }
        }
        for (String target : source.targets()) {
            // Nobody says at whom the calls fail; but one that is called fails too, and began no later.
            Node called = nodes.get(target);
            if (failingTargets == 0
                    && called != null
                    && called.failing != null
                    && called.failing.since() <= caller.failing.since() + NOISE_MS) {
                caller.blames.putIfAbsent(target, caller.failing);
                called.blamedBy.add(caller.name);
            }
        }
    }

    private boolean isToBlame(Node caller, String target, boolean calls, boolean selective) {
        Node called = nodes.get(target);
        boolean failsItself = called != null && called.failing != null;
        if (failsItself) {
            // Two that fail at each other: the later one blames the earlier one.
            return called.failing.since() <= caller.failing.since() + NOISE_MS
                    || !called.blames.containsKey(caller.name);
        }
        if (!calls) {
            return false;
        }
        return fleet.at(target) != null || !fleet.isAlive(target) || selective;
    }

    private Node node(String name) {
        return nodes.computeIfAbsent(name, Node::new);
    }

    private void spread(Node node, SortedSet<String> group) {
        List<Node> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            Node next = open.remove(open.size() - 1);
            if (group.add(next.name)) {
                next.blames.keySet().forEach(name -> open.add(nodes.get(name)));
                next.blamedBy.forEach(name -> open.add(nodes.get(name)));
            }
        }
    }

    private int ancestors(Node node) {
        SortedSet<String> found = new TreeSet<>();
        List<Node> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            for (String name : open.remove(open.size() - 1).blamedBy) {
                if (found.add(name)) {
                    open.add(nodes.get(name));
                }
            }
        }
        return found.size();
    }

    /** Cuts off what began to fail longer before the others than a window: it has nothing to do with them. */
    private SortedSet<String> latest(SortedSet<String> group, long windowMs) {
        SortedMap<String, Long> since = new TreeMap<>();
        group.forEach(name -> since.put(name, since(name)));
        List<String> order = Fleet.inOrder(since);
        int from = order.size() - 1;
        while (from > 0 && since.get(order.get(from)) - since.get(order.get(from - 1)) <= windowMs) {
            from--;
        }
        return new TreeSet<>(order.subList(from, order.size()));
    }

    private static Signal failing(SourceSignals source) {
        Signal failing = source.first(SignalKind.FAILING);
        for (Signal signal : source.signals()) {
            if (signal.kind() == SignalKind.FAILING_CALLS && failing == null) {
                failing = signal;
            }
        }
        return failing == null ? logged(source) : failing;
    }

    /** Returns the failures of a source that only logs: what it logs beyond the usual are failures, if it names another. */
    private static Signal logged(SourceSignals source) {
        Signal errors = source.first(SignalKind.ERROR_LOGS);
        if (errors == null || !source.targets().isEmpty()) {
            return null;
        }
        double share = Math.max(0, 1 - errors.usual() / errors.strength());
        return new Signal(
                SignalKind.ERROR_LOGS,
                errors.subject(),
                errors.since(),
                errors.intact(),
                share,
                0,
                errors.count(),
                errors.meaning(),
                errors.share(),
                errors.latest());
    }

    private static boolean isCutOff(Signal failing) {
        return failing.meaning() == FailureClass.CONNECTIVITY && failing.share() >= 0.6;
    }

    /** Upper end of Wilson's interval for the share of failures, one-sided 90 %. */
    private static double upper(Signal signal) {
        double rate = Math.min(1, signal.strength());
        double n = Math.max(1, signal.count() / Math.max(0.01, rate));
        double z2 = CERTAIN * CERTAIN;
        double centre = rate + z2 / (2 * n);
        double half = CERTAIN * Math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n));
        return Math.min(1, (centre + half) / (1 + z2 / n));
    }
}
