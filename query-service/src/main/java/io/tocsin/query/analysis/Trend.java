package io.tocsin.query.analysis;

import java.util.List;

/** Direction of a series. */
public enum Trend {
    /** It grows more than it scatters. */
    RISING,
    /** No direction that stands out. */
    STEADY,
    /** It shrinks more than it scatters. */
    FALLING;

    /** Share of the mean by which the fitted line must change from the first to the last point. */
    private static final double LEAST_CHANGE = 0.1;
    /** Standard errors by which the slope must differ from none; about 95 % confidence. */
    private static final double LEAST_SIGNIFICANCE = 2;

    private static final int LEAST_POINTS = 3;

    /**
     * Returns the direction of equally spaced values by least squares: the slope must be significant, and the fitted line
     * must change by a tenth of the mean. Fewer than three values are steady.
     *
     * @param values the series, oldest first
     */
    public static Trend of(List<Double> values) {
        int n = values.size();
        if (n < LEAST_POINTS) {
            return STEADY;
        }
        double meanX = (n - 1) / 2.0;
        double meanY =
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < n; i++) {
            sxx += (i - meanX) * (i - meanX);
            sxy += (i - meanX) * (values.get(i) - meanY);
        }
        double slope = sxy / sxx;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            double error = values.get(i) - meanY - slope * (i - meanX);
            residual += error * error;
        }
        double standardError = Math.sqrt(residual / (n - 2) / sxx);
        boolean significant = Math.abs(slope) > LEAST_SIGNIFICANCE * standardError;
        boolean large = Math.abs(slope) * (n - 1) > LEAST_CHANGE * Math.abs(meanY);
        return significant && large ? (slope > 0 ? RISING : FALLING) : STEADY;
    }
}
