package io.tocsin.processor.core.forecast;

import java.util.Random;

/** Series whose course is known, seeded. */
final class Simulated {

    /** Kinds of series. */
    enum Kind {
        TREND_AND_SEASON,
        SEASON_THAT_GROWS,
        DAY_AND_WEEK,
        LEVEL_SHIFT,
        RANDOM_WALK,
        SEASON_AND_MEMORY,
        SQUARE,
        SKEWED
    }

    private Simulated() {}

    static double[] series(Kind kind, int season, int seasons, int seed) {
        Random random = new Random(seed * 7919L + kind.ordinal() * 31L + season);
        double[] x = new double[season * seasons];
        double level = 50 + random.nextInt(50);
        double amplitude = 5 + random.nextInt(20);
        double phase = random.nextDouble() * 6.28;
        double noise = 1 + random.nextDouble() * 5;
        double trend = (random.nextDouble() - 0.3) * 2;
        int shiftAt = (int) (x.length * (0.4 + 0.3 * random.nextDouble()));
        double walk = 0;
        double memory = 0;
        for (int t = 0; t < x.length; t++) {
            double angle = 2 * Math.PI * t / season + phase;
            double wave = Math.sin(angle) + 0.5 * Math.sin(2 * angle);
            double day = (double) t / season;
            boolean weekend = (int) day % 7 >= 5;
            double e = random.nextGaussian() * noise;
            walk += random.nextGaussian();
            memory = 0.95 * memory + random.nextGaussian() * noise * 0.5;
            boolean high = t % season > season * 0.3 && t % season < season * 0.7;
            x[t] = switch (kind) {
                case TREND_AND_SEASON -> level + trend * day + amplitude * wave + e;
                case SEASON_THAT_GROWS -> (level + 3 * Math.abs(trend) * day) * (1 + 0.4 * wave) * (1 + 0.01 * e);
                case DAY_AND_WEEK -> level + amplitude * (weekend ? 0.4 * wave - 1 : wave) + e;
                case LEVEL_SHIFT -> level + amplitude * wave + e + (t > shiftAt ? 3 * amplitude : 0);
                case RANDOM_WALK -> level + walk;
                case SEASON_AND_MEMORY -> level + amplitude * wave + memory;
                case SQUARE -> level + (high ? 2 * amplitude : 0) + e;
                case SKEWED -> Math.exp(2 + 0.8 * wave + 0.4 * random.nextGaussian());
            };
        }
        return x;
    }

    /** Returns the history of the first steps of a series. */
    static CellHistory history(double[] x, int steps, int season) {
        CellHistory history = new CellHistory(HistoryShape.ofSteps(season));
        for (int t = 0; t < steps; t++) {
            history.add(t, x[t]);
        }
        history.advance(steps);
        return history;
    }
}
