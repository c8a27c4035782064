package io.tocsin.processor.core.pattern;

/**
 * When a failure pattern begins and ends. Immutable. Durations are milliseconds of stream time.
 *
 * @param cascadeEvents failures that a cascade needs at least
 * @param cascadeWindowMs span within which one source after the other must begin to fail
 * @param cascadeFailureRate share of failures at the origin, in (0,1]
 * @param cascadeSources sources that a cascade needs at least, the origin included
 * @param partitionSources sources that a partition needs at least
 * @param partitionSpreadMs span within which most of them must lose contact
 * @param databaseEvents signs of contention that are needed at least
 * @param heartbeatEvents late or missed beats that are needed at least
 * @param imbalanceFactor times its usual share that a member's load must be, or the inverse of it; above 1
 * @param confirmMs how long a pattern must hold before it starts
 * @param endMs how long it must be gone before it ends
 */
public record PatternSettings(
        int cascadeEvents,
        long cascadeWindowMs,
        double cascadeFailureRate,
        int cascadeSources,
        int partitionSources,
        long partitionSpreadMs,
        int databaseEvents,
        int heartbeatEvents,
        double imbalanceFactor,
        long confirmMs,
        long endMs) {

    public PatternSettings {
        require(cascadeEvents >= 1, "cascade events", cascadeEvents);
        require(cascadeWindowMs >= 1_000, "cascade window", cascadeWindowMs);
        require(cascadeFailureRate > 0 && cascadeFailureRate <= 1, "cascade failure rate", cascadeFailureRate);
        require(cascadeSources >= 2, "cascade sources", cascadeSources);
        require(partitionSources >= 2, "partition sources", partitionSources);
        require(partitionSpreadMs >= 1_000, "partition spread", partitionSpreadMs);
        require(databaseEvents >= 1, "database events", databaseEvents);
        require(heartbeatEvents >= 1, "heartbeat events", heartbeatEvents);
        require(imbalanceFactor > 1, "imbalance factor", imbalanceFactor);
        require(confirmMs >= 0 && confirmMs <= 600_000, "confirm", confirmMs);
        require(endMs >= 1_000 && endMs <= 3_600_000, "end", endMs);
    }

    /** Returns the settings that hold unless configured otherwise. */
    public static PatternSettings defaults() {
        return new PatternSettings(5, 300_000, 0.8, 3, 3, 60_000, 5, 5, 1.8, 5_000, 120_000);
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must not be " + value);
        }
    }
}
