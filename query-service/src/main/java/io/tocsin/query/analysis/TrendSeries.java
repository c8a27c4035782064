package io.tocsin.query.analysis;

import io.tocsin.schemas.TrendPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source's history as a series of equal steps. A processor keeps the latest hour by the minute and what lies before by
 * the quarter of an hour; a long series joins the minutes to quarters. Steps in which nothing happened are not in it.
 * Stateless.
 */
public final class TrendSeries {

    private TrendSeries() {}

    /**
     * Returns the series, oldest first.
     *
     * @param history the source's history
     * @param length length of the series, counted back from the end of the latest bucket
     * @param step length of a step
     */
    public static List<TrendPoint> of(Collection<TrendPoint> history, Duration length, Duration step) {
        long end = history.stream()
                .mapToLong(point -> point.getFrom() + point.getDurationMs())
                .max()
                .orElse(0);
        Map<Long, TrendPoint> steps = new TreeMap<>();
        for (TrendPoint point : history) {
            long from = Math.floorDiv(point.getFrom(), step.toMillis()) * step.toMillis();
            if (point.getDurationMs() <= step.toMillis() && from >= end - length.toMillis()) {
                steps.merge(from, starting(point, from, step.toMillis()), TrendSeries::sum);
            }
        }
        return new ArrayList<>(steps.values());
    }

    private static TrendPoint starting(TrendPoint point, long from, long duration) {
        return TrendPoint.newBuilder(point)
                .setFrom(from)
                .setDurationMs(duration)
                .setMetrics(Map.of())
                .build();
    }

    private static TrendPoint sum(TrendPoint left, TrendPoint right) {
        return TrendPoint.newBuilder(left)
                .setEventCount(left.getEventCount() + right.getEventCount())
                .setLogCount(left.getLogCount() + right.getLogCount())
                .setLogErrorCount(left.getLogErrorCount() + right.getLogErrorCount())
                .setOperationCount(left.getOperationCount() + right.getOperationCount())
                .setErrorCount(left.getErrorCount() + right.getErrorCount())
                .build();
    }
}
