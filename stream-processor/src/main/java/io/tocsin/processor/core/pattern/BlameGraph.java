package io.tocsin.processor.core.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who fails because of whom: sources that fail, and edges from each to those at which its calls fail. A call that fails
 * blames the one called only if something else says so too: that one is in trouble itself or silent; the caller does well
 * whatever else it does; the error says that the other side cannot serve; or several callers fail at it. A caller all of
 * whose calls fail is more likely broken itself than all the others are. Made for one look; not thread-safe.
 */
final class BlameGraph {

    /** Onsets that differ by less say nothing about the order. */
    static final long NOISE_MS = 20_000;

    private static final double CERTAIN = 1.2816;

    private final Fleet fleet;
    private final SortedMap<String, BlameNode> nodes = new TreeMap<>();
    /** Sources whose calls fail at another, by that. Those that fail at all that they call are not among them. */
    private final SortedMap<String, SortedSet<String>> accusers = new TreeMap<>();

    private BlameGraph(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Makes the graph of all failures of a fleet. */
    static BlameGraph ofFailures(Fleet fleet) {
        BlameGraph graph = new BlameGraph(fleet);
        for (SourceSignals source : fleet.troubled()) {
            BlameNode node = BlameNode.ofFailing(source);
            if (node != null) {
                graph.nodes.put(node.name, node);
            }
        }
        List<BlameNode> failing = List.copyOf(graph.nodes.values());
        failing.forEach(graph::accuse);
        failing.forEach(graph::blame);
        failing.forEach(graph::inherit);
        return graph;
    }

    /** Returns all that fail or are blamed, by name. */
    Collection<BlameNode> nodes() {
        return nodes.values();
    }

    /** Returns one that fails or is blamed. */
    BlameNode at(String name) {
        return nodes.get(name);
    }

    /** Returns the source from which the failures of a group come. */
    String origin(Iterable<String> group) {
        String best = null;
        long bestScore = Long.MIN_VALUE;
        long bestSince = 0;
        for (String name : group) {
            BlameNode node = nodes.get(name);
            boolean isEnd = node.blames.isEmpty() && node.follows == null;
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
        BlameNode node = nodes.get(name);
        long since = node.failing == null ? Long.MAX_VALUE : node.failing.since();
        for (String caller : node.blamedBy) {
            since = Math.min(since, nodes.get(caller).blames.get(name).since());
        }
        return since;
    }

    long failures(String name) {
        BlameNode node = nodes.get(name);
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
        BlameNode node = nodes.get(origin);
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

    /** Returns whom a source is taken to follow from by time alone, or null. */
    String follows(String name) {
        return nodes.get(name).follows;
    }

    /** Returns who is blamed by whom within a group. */
    SortedMap<String, SortedSet<String>> blamed(Iterable<String> group) {
        SortedMap<String, SortedSet<String>> blamed = new TreeMap<>();
        for (String name : group) {
            BlameNode node = nodes.get(name);
            if (!node.blamedBy.isEmpty()) {
                blamed.put(name, node.blamedBy);
            }
        }
        return blamed;
    }

    /**
     * Returns whether another source than this one may turn out to be the origin: this one does not fail itself, as far as is
     * known, or fails at one that may only be slow to say that it fails too.
     */
    boolean isDoubtful(String name) {
        BlameNode node = nodes.get(name);
        if (node.failing == null) {
            return fleet.isAlive(name);
        }
        for (Signal signal : node.at.signals()) {
            if (node.names(signal) && (signal.kind() == SignalKind.FAILING_CALLS || fleet.isKnown(signal.subject()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether failures are passed on: a source that others fail at fails at another one itself. */
    boolean isPassedOn(Iterable<String> group) {
        for (String name : group) {
            BlameNode node = nodes.get(name);
            if (!node.blames.isEmpty() && !node.blamedBy.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void accuse(BlameNode caller) {
        for (Signal signal : caller.at.signals()) {
            if (signal.kind() == SignalKind.FAILING_CALLS && !caller.broken) {
                accusers.computeIfAbsent(signal.subject(), name -> new TreeSet<>())
                        .add(caller.name);
            }
        }
    }

    private void blame(BlameNode caller) {
        for (Signal signal : caller.at.signals()) {
            if (caller.names(signal) && isToBlame(caller, signal)) {
                caller.blames.putIfAbsent(signal.subject(), signal);
                node(signal.subject()).blamedBy.add(caller.name);
            }
        }
    }

    /** Nobody says at whom the calls fail; but one that is called, or says so, fails too, and began no later. */
    private void inherit(BlameNode node) {
        for (String target : node.at.targets()) {
            inherit(node, nodes.get(target));
        }
        for (String caller : node.at.callers()) {
            inherit(nodes.get(caller), node);
        }
    }

    private void inherit(BlameNode caller, BlameNode called) {
        if (caller == null || called == null || caller == called || caller.failing == null || called.failing == null) {
            return;
        }
        boolean says = caller.at.first(SignalKind.FAILING_CALLS) != null;
        if (!says && !called.blames.containsKey(caller.name) && called.mayPrecede(caller)) {
            caller.blames.putIfAbsent(called.name, caller.failing);
            called.blamedBy.add(caller.name);
        }
    }

    private boolean isToBlame(BlameNode caller, Signal signal) {
        String target = signal.subject();
        BlameNode called = nodes.get(target);
        if (called != null && called.failing != null) {
            // Two that fail at each other: the later one blames the earlier one.
            return called.mayPrecede(caller) || !called.accuses(caller.name);
        }
        if (signal.kind() != SignalKind.FAILING_CALLS) {
            return false;
        }
        boolean silent = !fleet.isAlive(target) && (fleet.isKnown(target) || !caller.broken);
        boolean elsewhereSound = caller.at.first(SignalKind.FAILING) == null || caller.at.isSoundBesides(target);
        boolean shared =
                accusers.getOrDefault(target, Collections.emptySortedSet()).size() >= 2;
        boolean saidSo = !caller.broken
                && signal.share() >= 0.5
                && (signal.meaning() == FailureClass.UPSTREAM || signal.meaning() == FailureClass.TIMEOUT);
        return fleet.at(target) != null || silent || elsewhereSound || shared || saidSo;
    }

    private BlameNode node(String name) {
        return nodes.computeIfAbsent(name, BlameNode::new);
    }

    private int ancestors(BlameNode node) {
        SortedSet<String> found = new TreeSet<>();
        List<BlameNode> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            BlameNode next = open.remove(open.size() - 1);
            SortedSet<String> after = new TreeSet<>(next.blamedBy);
            after.addAll(next.followers);
            for (String name : after) {
                if (found.add(name)) {
                    open.add(nodes.get(name));
                }
            }
        }
        return found.size();
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
