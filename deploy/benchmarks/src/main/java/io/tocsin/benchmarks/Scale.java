package io.tocsin.benchmarks;

/**
 * How long a run takes.
 *
 * @param seconds length of one measured stretch under load
 * @param eventsPerTopologyRun records that a topology run folds
 * @param largestSources largest number of sources
 * @param alerts alerts whose latency is measured at each rate
 */
public record Scale(int seconds, long eventsPerTopologyRun, int largestSources, int alerts) {

    /** As the documented numbers are measured. */
    public static final Scale FULL = new Scale(30, 4_000_000, 1_000_000, 300);

    /** To see that all works, in a few minutes; its numbers are no results. */
    public static final Scale QUICK = new Scale(5, 300_000, 10_000, 30);
}
