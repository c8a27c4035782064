package io.tocsin.query.view;

import java.util.List;

/**
 * Some rows of a view in its order, and what else is to be said of them. Immutable.
 *
 * @param rows the rows
 * @param next key of the row behind which the next page begins; null when there is none
 * @param total rows that meet the filter in all partitions that answered; -1 when not counted
 * @param freshness how fresh and how complete the page is
 * @param <T> type of a row's value
 */
public record Page<T>(List<Row<T>> rows, String next, long total, Freshness freshness) {

    public Page {
        rows = List.copyOf(rows);
    }

    /** Returns the values of the rows. */
    public List<T> values() {
        return rows.stream().map(Row::value).toList();
    }
}
