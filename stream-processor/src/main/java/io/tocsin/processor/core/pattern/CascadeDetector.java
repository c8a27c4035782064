package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Cascading failures: a source fails, and sources that depend on it begin to fail within the window of one another. Who
 * depends on whom is read from the calls that fail ({@link BlameGraph}); sources of which no calls are known are taken
 * together by time alone.
 */
final class CascadeDetector implements Detector {

    private final PatternSettings settings;

    CascadeDetector(PatternSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        BlameGraph graph = BlameGraph.ofFailures(fleet);
        List<Assessment> found = new ArrayList<>();
        for (SortedSet<String> group : new BlameGroups(graph, settings.cascadeWindowMs()).all()) {
            Assessment assessment = assess(graph, group);
            if (assessment != null) {
                found.add(assessment);
            }
        }
        return found;
    }

    /** Returns whether all that anybody is blamed for is that the origin is not reached. */
    private static boolean isReachedByNobody(BlameGraph graph, Set<String> group, String origin) {
        return graph.isCutOff(origin)
                && graph.blamed(group).keySet().equals(Set.of(origin))
                && graph.blamed(group).get(origin).stream().allMatch(graph::isCutOff);
    }

    private Assessment assess(BlameGraph graph, Set<String> group) {
        SortedMap<String, Long> since = new TreeMap<>();
        long events = 0;
        int unreachable = 0;
        for (String source : group) {
            since.put(source, graph.since(source));
            events += graph.failures(source);
            unreachable += graph.isCutOff(source) ? 1 : 0;
        }
        List<String> order = Fleet.inOrder(since);
        String origin = graph.origin(group);
        long onset = since.get(order.get(0));
        if (since.get(origin) <= onset + BlameGraph.NOISE_MS) {
            order.remove(origin);
            order.add(0, origin);
        }
        long spread = since.get(order.get(order.size() - 1)) - onset;
        boolean atOnce = spread < settings.partitionSpreadMs() / 2;
        if (unreachable * 2 > group.size()
                && !graph.isPassedOn(group)
                && (atOnce || isReachedByNobody(graph, group, origin))) {
            // All because one is not reached, and nothing passed on from one to the next: that is a partition.
            return null;
        }
        double rate = graph.rateAt(origin, group);
        boolean edges = graph.hasEdges(group);
        List<String> evidence = new ArrayList<>();
        evidence.add(
                Words.number(Math.round(1000 * rate) / 10.0) + " % of what " + origin + " does or is asked for fails");
        for (Map.Entry<String, SortedSet<String>> blamed : graph.blamed(group).entrySet()) {
            evidence.add(String.join(", ", blamed.getValue()) + " fail at " + blamed.getKey());
        }
        for (String source : order) {
            if (graph.follows(source) != null) {
                evidence.add(source + " began to fail after " + graph.follows(source));
            }
        }
        evidence.add(group.size() + " sources began to fail within " + Words.duration(spread / 1000 * 1000));
        double confidence = 0.5
                + (edges ? 0.2 : 0)
                + 0.15 * Math.min(1, (group.size() - settings.cascadeSources()) / 4.0)
                + 0.14 * Math.min(1, events / (10.0 * settings.cascadeEvents()));
        return new Assessment(
                PatternKind.CASCADING_FAILURES,
                origin,
                order,
                graph.isDoubtful(origin),
                events,
                onset,
                confidence,
                List.of(
                        new Criterion("events", events, settings.cascadeEvents()),
                        new Criterion("sources", group.size(), settings.cascadeSources()),
                        new Criterion("failure_rate", rate, settings.cascadeFailureRate())),
                evidence);
    }
}
