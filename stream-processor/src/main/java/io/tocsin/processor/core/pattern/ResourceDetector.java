package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resource exhaustion: CPU, memory, disk or the like of a source is nearly used up, and it lasts, goes on rising, or already
 * hurts: the source itself, others on its host, or those that call it.
 */
final class ResourceDetector implements Detector {

    private static final double FULL = 97;
    private static final double LASTS_MS = 40_000;
    private static final double HURTS = 0.5;
    private static final int TEXTS = 5;

    private final SignalSettings signals;

    ResourceDetector(SignalSettings signals) {
        this.signals = signals;
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        List<Assessment> found = new ArrayList<>();
        SortedMap<String, List<SourceSignals>> byHost = new TreeMap<>();
        for (SourceSignals source : fleet.troubled()) {
            if (source.first(SignalKind.RESOURCE) != null || source.first(SignalKind.EXHAUSTED) != null) {
                String host = source.host() == null ? source.source() : source.host();
                byHost.computeIfAbsent(host, name -> new ArrayList<>()).add(source);
            }
        }
        byHost.forEach((host, sources) -> found.add(assess(fleet, host, sources, now)));
        return found;
    }

    private Assessment assess(Fleet fleet, String host, List<SourceSignals> exhausted, long now) {
        SortedMap<String, Long> since = new TreeMap<>();
        List<String> evidence = new ArrayList<>();
        long events = 0;
        double pressure = 0;
        for (SourceSignals source : exhausted) {
            for (Signal signal : source.signals()) {
                if (signal.kind() == SignalKind.RESOURCE) {
                    since.merge(source.source(), signal.since(), Math::min);
                    double height = (signal.strength() - signals.resourceLimit()) / (FULL - signals.resourceLimit());
                    double lasting = (signal.latest() - signal.since()) / LASTS_MS;
                    pressure = Math.max(pressure, Math.max(0, height)) + 0.5 * Math.min(1, lasting);
                    events += signal.count();
                    evidence.add(source.source() + ": " + signal.subject() + " is at "
                            + Words.number(Math.round(10 * signal.strength()) / 10.0) + " %, usual are "
                            + Words.number(Math.round(10 * signal.usual()) / 10.0) + " %");
                } else if (signal.kind() == SignalKind.EXHAUSTED) {
                    since.merge(source.source(), signal.since(), Math::min);
                    pressure += Math.min(1, signal.count() / (double) TEXTS);
                    events += signal.count();
                    evidence.add(source.source() + " says " + signal.count() + " times that a resource is used up");
                }
            }
        }
        String origin = Fleet.inOrder(since).get(0);
        int hurt = hurt(fleet, host, since);
        if (hurt > 0) {
            evidence.add(hurt + (hurt == 1 ? " source is" : " sources are") + " slow or failing because of it");
        }
        double lasted = (now - since.get(origin)) / LASTS_MS;
        double urgency = pressure + HURTS * hurt + 0.5 * Math.min(1, lasted);
        List<String> order = Fleet.inOrder(since);
        double confidence = Math.min(0.99, 0.5 + 0.2 * Math.min(2, pressure) + 0.1 * Math.min(1, hurt));
        return new Assessment(
                PatternKind.RESOURCE_EXHAUSTION,
                origin,
                order,
                events,
                since.get(order.get(0)),
                confidence,
                List.of(new Criterion("samples", events, 2), new Criterion("urgency", urgency, 1)),
                evidence);
    }

    /** Adds those that suffer to the sources; returns how many do. */
    private static int hurt(Fleet fleet, String host, SortedMap<String, Long> since) {
        int hurt = 0;
        List<String> exhausted = List.copyOf(since.keySet());
        for (SourceSignals source : fleet.troubled()) {
            boolean near = exhausted.contains(source.source()) || host.equals(source.host());
            for (Signal signal : source.signals()) {
                boolean own = near && (signal.kind() == SignalKind.SLOW || signal.kind() == SignalKind.FAILING);
                boolean calls = (signal.kind() == SignalKind.SLOW_CALLS || signal.kind() == SignalKind.FAILING_CALLS)
                        && exhausted.contains(signal.subject());
                if (own || calls) {
                    since.putIfAbsent(source.source(), signal.since());
                    hurt++;
                    break;
                }
            }
        }
        return hurt;
    }
}
