package io.tocsin.processor.core.forecast;

import java.util.Objects;

/**
 * How a history is cut into cells. A young series has short cells, so that something can be said after minutes; when it
 * has enough of them they are joined into long ones. Immutable.
 *
 * @param firstCell length of a cell of a young series, in the unit of the times
 * @param joined short cells that make a long one; 1 when there are no other ones
 * @param joinAt short cells at which they are joined; not more than {@link CellHistory#FINE_CELLS}
 * @param season length of the season, a whole number of long cells
 */
public record HistoryShape(long firstCell, int joined, int joinAt, long season) {

    /** Longest season in cells. */
    public static final int MOST_SEASON_CELLS = 10_080;

    /** What series of metrics have: milliseconds, cells of a minute for 12 hours and of 5 minutes then, a daily season. */
    public static final HistoryShape DAILY = new HistoryShape(60_000, 5, 720, 86_400_000);

    public HistoryShape {
        require(firstCell >= 1, "first cell", firstCell);
        require(joined >= 1 && joined <= 60, "joined", joined);
        require(joinAt >= joined && joinAt <= CellHistory.FINE_CELLS, "join at", joinAt);
        require(season >= 1 && season % (firstCell * joined) == 0, "season", season);
        require(season / firstCell <= MOST_SEASON_CELLS, "season", season);
    }

    /** Returns the shape of a series that counts in steps and has one cell per step. */
    public static HistoryShape ofSteps(int season) {
        return new HistoryShape(1, 1, 1, season);
    }

    /** Returns the length of a cell. */
    long cell(boolean isLong) {
        return isLong ? firstCell * joined : firstCell;
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(Objects.requireNonNull(what) + " must not be " + value);
        }
    }
}
