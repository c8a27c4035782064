package io.tocsin.processor.core.forecast;

/**
 * When a series reaches a limit from the side on which it begins, in steps ahead. Immutable.
 *
 * @param limit the limit
 * @param reached whether the series is at or beyond the limit already
 * @param expected steps until the central expectation reaches it; {@link #NEVER} when it does not within the forecast
 * @param earliest steps until the band reaches it
 * @param latest steps until the whole band has reached it: from then on the limit is broken with near certainty
 */
public record LimitCrossing(double limit, boolean reached, int expected, int earliest, int latest) {

    /** Not within the forecast. */
    public static final int NEVER = Integer.MAX_VALUE;

    /**
     * Finds the crossing in a forecast.
     *
     * @param current what the series is at, or its latest cell
     */
    public static LimitCrossing of(Forecast forecast, double current, double limit) {
        boolean fromBelow = current < limit;
        if (current == limit) {
            return new LimitCrossing(limit, true, 0, 0, 0);
        }
        double[] first = fromBelow ? forecast.upper() : forecast.lower();
        double[] last = fromBelow ? forecast.lower() : forecast.upper();
        return new LimitCrossing(
                limit,
                false,
                reaches(forecast.mean(), limit, fromBelow),
                reaches(first, limit, fromBelow),
                reaches(last, limit, fromBelow));
    }

    private static int reaches(double[] course, double limit, boolean fromBelow) {
        for (int i = 0; i < course.length; i++) {
            if (fromBelow ? course[i] >= limit : course[i] <= limit) {
                return i + 1;
            }
        }
        return NEVER;
    }
}
