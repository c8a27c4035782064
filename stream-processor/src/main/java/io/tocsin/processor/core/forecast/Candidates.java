package io.tocsin.processor.core.forecast;

import java.util.Arrays;

/**
 * Simple ways to go on with a series, each right for some kind of it: levels that stay, lines, seasons as they were,
 * typical seasons with the latest deviation fading at several speeds, seasons that grow with the level, weeks. None needs
 * fitting. What a history is too short for falls back to something simpler. Immutable; safe for any number of threads.
 */
final class Candidates {

    /** Seasons that a shape is learned from. */
    static final int MOST_SEASONS = 14;
    /** Seasons of a week: where the season is a day, as it is in production. */
    static final int WEEK = 7;

    private static final int LEVELS = 7;
    private static final int LINES = 6;
    private static final int REPEATS = 5;
    private static final int WEEKS = 6;
    private static final int FADES = 6;
    private static final int PROFILES = 4;
    private static final int GROWTHS = 6;

    /** Number of candidates. */
    static final int COUNT = LEVELS + LINES + REPEATS + WEEKS + PROFILES * FADES + GROWTHS;
    /** Candidates from this one on follow a season. */
    static final int FIRST_SEASONAL = LEVELS + LINES;

    private final int season;
    private final int hour;
    private final int[] horizons;
    /** Cells over which the latest deviation is taken, and what is left of it at each horizon. */
    private final int[] fadeSpans;

    private final double[][] fades;
    private final double[] growthFade;

    /**
     * Makes the candidates.
     *
     * @param season cells of a season, at least 1
     * @param horizons steps ahead that are wanted, from 1, rising
     */
    Candidates(int season, int[] horizons) {
        this.season = season;
        this.horizons = horizons;
        hour = Math.max(1, season / 24);
        fadeSpans = new int[] {0, 1, Math.max(1, hour / 2), hour, Math.max(1, season / 4), season};
        double[] halfLives = {
            1, hour / 2.0, 2.0 * hour, season / 2.0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY
        };
        fades = new double[FADES][];
        for (int fade = 0; fade < FADES; fade++) {
            fades[fade] = fading(halfLives[fade]);
        }
        growthFade = fading(season / 4.0);
    }

    /**
     * Forecasts from an origin by all candidates.
     *
     * @param x the series without gaps
     * @param origin first cell that is not known, at least 1
     * @param out one row per candidate, one element per horizon
     */
    void forecast(double[] x, int origin, double[][] out) {
        int next = levels(x, origin, out);
        next = lines(x, origin, out, next);
        if (origin < season || season < 2) {
            // Without a whole season what follows one would only repeat the latest value.
            for (int i = next; i < COUNT; i++) {
                Arrays.fill(out[i], x[origin - 1]);
            }
            return;
        }
        double[] latest = SeasonShape.smooth(Arrays.copyOfRange(x, origin - season, origin), Math.max(1, season / 96));
        next = repeats(x, origin, latest, out, next);
        next = weeks(x, origin, latest, out, next);
        SeasonShape shape = new SeasonShape(x, origin, season, MOST_SEASONS);
        next = profiles(x, origin, shape, out, next);
        growths(x, origin, shape, out, next);
    }

    private int levels(double[] x, int origin, double[][] out) {
        double[] level = {
            x[origin - 1],
            Ranks.median(x, origin - 3, origin),
            Ranks.mean(x, origin - hour, origin),
            Ranks.median(x, origin - Math.max(1, season / 4), origin),
            Ranks.median(x, origin - season, origin),
            Ranks.median(x, origin - 2 * season, origin),
            Ranks.median(x, origin - MOST_SEASONS * season, origin)
        };
        for (int i = 0; i < LEVELS; i++) {
            Arrays.fill(out[i], level[i]);
        }
        return LEVELS;
    }

    private int lines(double[] x, int origin, double[][] out, int first) {
        int[] spans = {2 * hour, season / 2, season};
        for (int k = 0; k < spans.length; k++) {
            int span = Math.min(origin, Math.max(6, spans[k]));
            double slope = slope(x, origin, span);
            double end = Ranks.mean(x, origin - span, origin) + slope * (span - 1) / 2.0;
            for (int i = 0; i < horizons.length; i++) {
                out[first + 2 * k][i] = x[origin - 1] + slope * horizons[i];
                out[first + 2 * k + 1][i] = end + slope * horizons[i];
            }
        }
        return first + LINES;
    }

    private int repeats(double[] x, int origin, double[] latest, double[][] out, int first) {
        boolean two = origin >= 2 * season;
        boolean three = origin >= 3 * season;
        for (int i = 0; i < horizons.length; i++) {
            int s = (horizons[i] - 1) % season;
            double last = x[origin - season + s];
            double before = two ? x[origin - 2 * season + s] : last;
            double third = three ? x[origin - 3 * season + s] : before;
            out[first][i] = last;
            out[first + 1][i] = (last + before) / 2;
            out[first + 2][i] = latest[s];
            out[first + 3][i] = Math.max(Math.min(last, before), Math.min(Math.max(last, before), third));
            out[first + 4][i] = last + x[origin - 1] - x[origin - 1 - (origin > season ? season : 0)];
        }
        return first + REPEATS;
    }

    private int weeks(double[] x, int origin, double[] latest, double[][] out, int first) {
        int week = WEEK * season;
        boolean one = origin >= week + season;
        boolean two = origin >= 2 * week + season;
        int narrow = Math.max(1, season / 96);
        int half = Math.max(1, season / 2);
        double shift =
                one ? Ranks.mean(x, origin - half, origin) - Ranks.mean(x, origin - week - half, origin - week) : 0;
        for (int i = 0; i < horizons.length; i++) {
            if (!one || horizons[i] > week) {
                double fallback = latest[(horizons[i] - 1) % season];
                for (int k = 0; k < WEEKS; k++) {
                    out[first + k][i] = fallback;
                }
                continue;
            }
            int at = origin - week + horizons[i] - 1;
            double near = around(x, at, narrow, origin);
            double earlier = two ? around(x, at - week, narrow, origin) : near;
            out[first][i] = x[at];
            out[first + 1][i] = two ? (x[at] + x[at - week]) / 2 : x[at];
            out[first + 2][i] = near;
            out[first + 3][i] = around(x, at, hour, origin);
            out[first + 4][i] = (near + earlier) / 2;
            out[first + 5][i] = near + shift;
        }
        return first + WEEKS;
    }

    private int profiles(double[] x, int origin, SeasonShape shape, double[][] out, int first) {
        int next = first;
        for (double[] profile : shape.profiles) {
            for (int fade = 0; fade < FADES; fade++) {
                double deviation = deviation(x, origin, shape.ordinaryLevel, profile, fade);
                for (int i = 0; i < horizons.length; i++) {
                    out[next][i] =
                            shape.ordinaryLevel + profile[(horizons[i] - 1) % season] + deviation * fades[fade][i];
                }
                next++;
            }
        }
        return next;
    }

    /** Returns how far the latest cells lie from level and profile: their mean, for long spans their median. */
    private double deviation(double[] x, int origin, double level, double[] profile, int fade) {
        int span = Math.min(origin, fadeSpans[fade]);
        if (span == 0) {
            return 0;
        }
        double[] deviations = new double[span];
        double sum = 0;
        for (int j = 1; j <= span; j++) {
            deviations[j - 1] = x[origin - j] - level - profile[Math.floorMod(-j, season)];
            sum += deviations[j - 1];
        }
        return fade < FADES - 2 ? sum / span : Ranks.medianInPlace(deviations);
    }

    private void growths(double[] x, int origin, SeasonShape shape, double[][] out, int first) {
        double level = shape.levels[0];
        double[] recent = shape.profiles[3];
        double[] smooth = shape.profiles[1];
        double toRecent = 0;
        double toSmooth = 0;
        double sum = 0;
        double shares = 0;
        int span = Math.min(origin, hour);
        for (int j = 1; j <= span; j++) {
            int s = Math.floorMod(-j, season);
            double trended = x[origin - j] - level - shape.slope * (season / 2.0 - j);
            toRecent += (trended - recent[s]) / span;
            toSmooth += (trended - smooth[s]) / span;
            sum += x[origin - j];
            shares += shape.ratios == null ? 0 : shape.ratios[s];
        }
        double scaled = shares > 0 ? sum / shares : level;
        for (int i = 0; i < horizons.length; i++) {
            int s = (horizons[i] - 1) % season;
            double growth = shape.slope * (season / 2.0 + horizons[i]);
            out[first][i] = level + smooth[s] + growth + toSmooth;
            out[first + 1][i] = level + recent[s] + growth + toRecent * growthFade[i];
            out[first + 2][i] = level + recent[s] + growth / 2 + toRecent * growthFade[i];
            boolean ratios = shape.ratios != null;
            out[first + 3][i] = ratios ? level * shape.ratios[s] : shape.ordinaryLevel + smooth[s];
            out[first + 4][i] = ratios ? scaled * shape.ratios[s] : shape.ordinaryLevel + smooth[s];
            out[first + 5][i] = ratios ? (level + growth) * shape.ratios[s] : shape.ordinaryLevel + smooth[s];
        }
    }

    private double[] fading(double halfLife) {
        double[] left = new double[horizons.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = StrictMath.pow(0.5, horizons[i] / halfLife);
        }
        return left;
    }

    private static double around(double[] x, int at, int reach, int origin) {
        return Ranks.mean(x, at - reach, Math.min(origin, at + reach + 1));
    }

    /** Returns the slope of the least-squares line through the latest cells. */
    static double slope(double[] x, int origin, int span) {
        double centre = (span - 1) / 2.0;
        double product = 0;
        double square = 0;
        for (int i = 0; i < span; i++) {
            double t = i - centre;
            product += t * x[origin - span + i];
            square += t * t;
        }
        return square == 0 ? 0 : product / square;
    }
}
