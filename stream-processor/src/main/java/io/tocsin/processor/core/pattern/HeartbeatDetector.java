package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.rule.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Heartbeat degradation: heartbeats come late again and again, or do not come any more. A source that is silent altogether
 * may just be restarting, so it takes longer to count than one that still reports other things.
 */
final class HeartbeatDetector implements Detector {

    private static final double LATE_ENOUGH = 4;
    private static final double MISSED_BY_ALIVE = 3;
    private static final double MISSED_BY_SILENT = 4;
    private static final double SILENT_ENOUGH_MS = 100_000;
    /** How many silent sources count like one that has been silent for long enough. */
    private static final double SILENT_TOGETHER = 4;

    /** Share of the clearest case from which another is as clear. */
    private static final double CLEARLY = 0.7;

    private final PatternSettings settings;

    HeartbeatDetector(PatternSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        SortedMap<String, Long> since = new TreeMap<>();
        List<String> evidence = new ArrayList<>();
        SortedMap<String, Double> weights = new TreeMap<>();
        double worst = 0;
        long events = 0;
        for (SourceSignals source : fleet.troubled()) {
            Signal signal = source.first(SignalKind.HEARTBEAT);
            if (signal == null) {
                continue;
            }
            since.put(source.source(), signal.since());
            double open = signal.share() > 0 ? now - signal.latest() : 0;
            double missed = open / signal.usual();
            boolean alive = signal.share() == 1;
            double away = alive
                    ? missed / MISSED_BY_ALIVE
                    : Math.max(
                            Math.min(missed / MISSED_BY_SILENT, open / SILENT_ENOUGH_MS),
                            missed >= MISSED_BY_SILENT ? 1 / SILENT_TOGETHER : 0);
            weights.put(source.source(), Math.max(Math.min(1, signal.count() / LATE_ENOUGH), Math.min(1, away)));
            worst = Math.max(worst, Math.max(signal.strength(), missed));
            events += signal.count() + (long) missed;
            evidence.add(source.source() + ": " + (signal.count() + (long) missed)
                    + " beats late or missed, the longest gap "
                    + Words.number(Math.round(10 * Math.max(signal.strength(), missed)) / 10.0)
                    + " times the usual one");
        }
        if (since.isEmpty()) {
            return List.of();
        }
        List<String> order = Fleet.inOrder(since);
        double weight = 0;
        double most = 0;
        for (double each : weights.values()) {
            weight += each;
            most = Math.max(most, each);
        }
        String origin = order.get(0);
        for (int i = order.size() - 1; i >= 0; i--) {
            // One late beat does not make the origin of what others show clearly.
            origin = weights.get(order.get(i)) >= CLEARLY * most ? order.get(i) : origin;
        }
        order.remove(origin);
        order.add(0, origin);
        double confidence = 0.5
                + 0.2 * Math.min(1, weight / 2)
                + 0.2 * Math.min(1, worst / 8)
                + 0.09 * Math.min(1, (order.size() - 1) / 3.0);
        return List.of(new Assessment(
                PatternKind.HEARTBEAT_DEGRADATION,
                origin,
                order,
                events,
                since.get(origin),
                confidence,
                List.of(new Criterion("late_beats", settings.heartbeatEvents() * weight, settings.heartbeatEvents())),
                evidence));
    }
}
