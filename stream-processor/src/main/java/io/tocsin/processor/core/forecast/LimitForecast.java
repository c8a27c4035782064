package io.tocsin.processor.core.forecast;

import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A limit of a metric whose approach is worth a warning: resources that are gone when they are full. Quiet: the series must
 * have moved towards the limit for hours, which must be reached within the horizon in about five cases of six. Most series
 * are dismissed by their slope alone, without a forecast. Immutable.
 *
 * @param limit value that is reached
 * @param fromBelow whether it is reached by rising; otherwise by falling
 * @param horizonMs how far ahead it may lie: an hour to {@link #HORIZON_MS}
 */
public record LimitForecast(double limit, boolean fromBelow, long horizonMs) {

    /** How far ahead a limit may lie at most: a day. */
    public static final long HORIZON_MS = 86_400_000;
    /** How far ahead the horizon of a limit is at least. */
    public static final long LEAST_HORIZON_MS = 3_600_000;
    /** How often it is looked at: each quarter of an hour. */
    public static final long EVERY_MS = 900_000;

    private static final long LEAST_HISTORY_MS = 3_600_000;
    /** Hours ahead at which the warning becomes critical. */
    private static final double URGENT_MS = 4 * 3_600_000.0;
    /** Share of the lower half of the band that must have reached the limit: one standard deviation of two. */
    private static final double SURE = 0.5;
    /** The same for a warning that is open, so that it does not come and go. */
    private static final double STILL_SURE = 0.25;

    private static final LimitForecast FULL = new LimitForecast(100, true, HORIZON_MS);
    private static final Set<String> RESOURCES = Set.of("disk_usage", "memory_usage");

    public LimitForecast {
        if (horizonMs < LEAST_HORIZON_MS || horizonMs > HORIZON_MS) {
            throw new IllegalArgumentException("a horizon of " + horizonMs + " ms");
        }
    }

    /**
     * What is ahead.
     *
     * @param current latest cell
     * @param aheadMs milliseconds from the latest cell until the limit is expected to be reached
     * @param earliestMs milliseconds until it may be reached
     * @param lower lower end of the band at the expected time
     * @param upper upper end of the band at the expected time
     * @param samples cells that the forecast rests on
     * @param confidence how likely the limit is reached within the horizon, in [0,1]
     */
    public record Approach(
            double current, long aheadMs, long earliestMs, double lower, double upper, int samples, double confidence) {

        /** Returns how severe it is, in [0,1]: 0.5 for a day ahead, 0.9 for {@code 4 h}, 1 for now. */
        public double score() {
            return aheadMs <= URGENT_MS
                    ? 1 - 0.1 * aheadMs / URGENT_MS
                    : 0.9 - 0.4 * Math.min(1, (aheadMs - URGENT_MS) / (HORIZON_MS - URGENT_MS));
        }

        /** Returns it in words. */
        public String text(String metric, double limit) {
            return String.format(
                    Locale.ROOT,
                    "%s is at %.1f and reaches %s in %s (at the earliest in %s)",
                    metric,
                    current,
                    limit == Math.rint(limit) && Math.abs(limit) < 1e15
                            ? Long.toString((long) limit)
                            : Double.toString(limit),
                    span(aheadMs),
                    span(earliestMs));
        }

        private static String span(long ms) {
            return ms < 7_200_000
                    ? Math.max(1, ms / 60_000) + " min"
                    : String.format(Locale.ROOT, "%.1f h", ms / 3_600_000.0);
        }
    }

    /** Returns the limit of a metric that is watched whatever the rules, or null when none is. */
    public static LimitForecast of(String metric) {
        return RESOURCES.contains(metric) ? FULL : null;
    }

    /** Returns whether a history has come to a time at which limits are looked at. */
    public static boolean isDue(CellHistory history) {
        return Math.floorMod(history.end(), EVERY_MS) == 0
                && history.cells() * history.cellLength() >= LEAST_HISTORY_MS;
    }

    /**
     * Looks ahead; returns null when there is nothing to warn of.
     *
     * @param open whether a warning is open, which then takes less to last
     * @param outlook gives the forecast over {@link #HORIZON_MS}; asked only when there is need
     */
    public Approach look(CellHistory history, boolean open, Supplier<Outlook> outlook) {
        int steps = (int) Math.max(1, horizonMs / history.cellLength());
        double current = history.last();
        // At the limit there is nothing ahead any more; that is for the rules about values.
        if (!(fromBelow ? current < limit : current > limit) || !open && !isComing(history, steps)) {
            return null;
        }
        if (!(outlook.get() instanceof Forecast forecast) || forecast.steps() < steps) {
            return null;
        }
        LimitCrossing crossing = LimitCrossing.of(forecast, current, limit);
        double end = forecast.mean()[steps - 1];
        double half = fromBelow ? end - forecast.lower()[steps - 1] : forecast.upper()[steps - 1] - end;
        double beyond = fromBelow ? end - limit : limit - end;
        boolean sure = beyond >= (open ? STILL_SURE : SURE) * half;
        if (crossing.expected() > steps || !sure) {
            return null;
        }
        int at = crossing.expected() - 1;
        double deviations = half > 0 ? beyond / (half / 1.96) : 4;
        return new Approach(
                current,
                crossing.expected() * history.cellLength(),
                crossing.earliest() * history.cellLength(),
                forecast.lower()[at],
                forecast.upper()[at],
                forecast.samples(),
                normal(deviations));
    }

    /** Returns the forecast that {@link #look} asks for. */
    public static Outlook outlook(CellHistory history) {
        return Forecaster.forecast(history, (int) (HORIZON_MS / history.cellLength()));
    }

    /** Returns whether the limit lies within twice the horizon at the pace of the last hours. */
    private boolean isComing(CellHistory history, int steps) {
        SeriesView view = history.view();
        double[] x = view.values();
        int span = Math.min(x.length, (int) Math.max(6, 6 * LEAST_HISTORY_MS / history.cellLength()));
        double slope = view.unscaled(Candidates.slope(x, x.length, span));
        double ahead = history.last() + 2 * steps * slope;
        return fromBelow ? slope > 0 && ahead >= limit : slope < 0 && ahead <= limit;
    }

    /** Distribution function of the normal distribution, by the logistic approximation of Bowling et al. (2009). */
    private static double normal(double z) {
        return 1 / (1 + StrictMath.exp(-0.07056 * z * z * z - 1.5976 * z));
    }
}
