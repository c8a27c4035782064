package io.tocsin.benchmarks.detection;

import io.tocsin.processor.core.forecast.Forecast;

/** How well forecasts fit what came: absolute error beside that of the season before, and share within the band. */
final class ForecastScore {

    /** An error of the season before that is this share of the value or less is none. */
    private static final double DUST = 1e-6;

    private double error;
    private double naive;
    private double size;
    private double covered;
    private double points;
    private double logRatios;
    private double coverages;
    private int ratios;
    private int series;

    /** Adds a forecast from an origin. */
    void add(double[] x, int origin, int season, Forecast forecast) {
        for (int i = 0; i < forecast.steps() && origin + i < x.length; i++) {
            double truth = x[origin + i];
            double before = x[origin - season + i % season];
            if (Double.isFinite(truth) && Double.isFinite(before)) {
                double dust = DUST * Math.abs(truth);
                error += Math.abs(truth - forecast.mean()[i]);
                naive += Math.abs(truth - before);
                size += Math.abs(truth);
                boolean within = truth >= forecast.lower()[i] - dust && truth <= forecast.upper()[i] + dust;
                covered += within ? 1 : 0;
                points++;
            }
        }
    }

    boolean isEmpty() {
        return points == 0;
    }

    /** Adds the score of a series to that of all. */
    void merge(ForecastScore one) {
        series++;
        coverages += one.coverage();
        if (one.naive > DUST * one.size) {
            ratios++;
            logRatios += Math.log(Math.max(1e-3, one.ratio()));
        }
    }

    double ratio() {
        if (series > 0) {
            return Math.exp(logRatios / Math.max(1, ratios));
        }
        return naive <= DUST * size ? 1 : error / naive;
    }

    double coverage() {
        return series > 0 ? coverages / series : covered / points;
    }
}
