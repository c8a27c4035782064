package io.tocsin.processor.core.forecast;

/**
 * The next steps of a series. The arrays have one element per step, the first one being the cell after the last closed
 * one, and must not be changed.
 *
 * @param mean central expectation: the value that the series is as likely to exceed as to stay below, which minimises the
 *     expected absolute error
 * @param lower lower end of the 95 % band, never above the mean
 * @param upper upper end of the 95 % band, never below the mean
 * @param slopePerStep robust slope of the level over the history, season removed: units of the series per step
 * @param samples cells with a value that it rests on
 * @param seasonal whether a season was long enough in the history to be learned and bore out in the backtest
 */
public record Forecast(
        double[] mean, double[] lower, double[] upper, double slopePerStep, int samples, boolean seasonal)
        implements Outlook {

    /** Returns the number of steps. */
    public int steps() {
        return mean.length;
    }
}
