package io.tocsin.processor.core.anomaly.multi;

import java.util.List;

/**
 * What a row says about a source. Immutable.
 *
 * @param score how unusual the recent rows are, in [0,1): 0.5 is where a calm source is in alarm, 0.75 is three times as
 *     much. A source that often is gets used to it, see {@link AlarmPace}
 * @param unrest the same as a multiple of what is usual for the source
 * @param alarm whether the source is in alarm
 * @param rowsInAlarm rows since the alarm began, 1 for the first; 0 without
 * @param rows rows that were learned, this one included
 * @param contributions what the metrics contribute, the greatest first, at most {@value #MOST_CONTRIBUTIONS}; empty without an
 *     alarm
 */
public record MultiMetricVerdict(
        double score, double unrest, boolean alarm, long rowsInAlarm, long rows, List<Contribution> contributions) {

    /** Contributions of one verdict. */
    public static final int MOST_CONTRIBUTIONS = 10;

    /**
     * What one metric contributes.
     *
     * @param metric name of the metric
     * @param share share in the unrest of the recent rows, in (0,1]; the shares of all metrics of a source sum to 1
     * @param seen its last value
     * @param expected its usual value
     * @param deviation deviations between the two, with their sign
     */
    public record Contribution(String metric, double share, double seen, double expected, double deviation) {}
}
