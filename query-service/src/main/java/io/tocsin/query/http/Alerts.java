package io.tocsin.query.http;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Freshness;
import io.tocsin.query.view.Row;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Reads alerts, latest begun first, for our own path and for the documented ones: one store, several views. The store is
 * in the order of ids, so all alerts that meet the filter are read and then ordered; there is a bound to that, and a list
 * that it cut says so. Thread-safe.
 */
@Singleton
final class Alerts {

    /** Alerts that one list looks at. */
    static final int MOST = 10_000;

    private static final int STEP = 1_000;
    private static final Comparator<Row<Alert>> LATEST_FIRST =
            Comparator.<Row<Alert>, String>comparing(row -> rank(row.value()));

    private final ViewReader reader;

    Alerts(ViewReader reader) {
        this.reader = reader;
    }

    /**
     * Returns a page of alerts.
     *
     * @param filter conditions of the view
     * @param after rank behind which the page begins; null from the start
     * @param limit alerts at most
     * @param position position that the answer must include; empty for none
     */
    CompletionStage<Found> list(Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        Question question = Question.all(View.ALERTS.name(), reader.partitions(), STEP)
                .filter(filter)
                .minPosition(position);
        return reader.scan(View.ALERTS, question, MOST, STEP).thenApply(page -> {
            List<Row<Alert>> ordered = new ArrayList<>(page.rows());
            ordered.sort(LATEST_FIRST);
            List<Alert> shown = ordered.stream()
                    .map(Row::value)
                    .filter(alert -> after == null || rank(alert).compareTo(after) > 0)
                    .limit(limit + 1L)
                    .toList();
            boolean more = shown.size() > limit;
            List<Alert> cut = more ? shown.subList(0, limit) : shown;
            return new Found(
                    cut,
                    more ? rank(cut.get(limit - 1)) : null,
                    page.next() == null ? ordered.size() : -1,
                    page.freshness());
        });
    }

    /** Returns the conditions of states and severities. */
    static Map<String, String> filter(List<AlertState> states, List<AlertSeverity> severities) {
        Map<String, String> filter = new TreeMap<>();
        if (!states.isEmpty()) {
            filter.put("state", states.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        if (!severities.isEmpty()) {
            filter.put("severity", severities.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        return filter;
    }

    private static String rank(Alert alert) {
        return String.format("%016x", Long.MAX_VALUE - alert.getStartsAt()) + alert.getFingerprint();
    }

    /**
     * Some alerts. Immutable.
     *
     * @param alerts the alerts, latest begun first
     * @param next rank behind which the next page begins; null when there is none
     * @param total alerts that meet the filter; -1 when there are more than are looked at
     * @param freshness how fresh and how complete the list is
     */
    record Found(List<Alert> alerts, String next, long total, Freshness freshness) {}
}
