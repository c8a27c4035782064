package io.tocsin.query.http;

import io.tocsin.schemas.MetricLatest;
import java.util.List;
import java.util.Map;

/**
 * Which metrics {@code /metrics} is asked for. Immutable.
 *
 * @param names names, any of them; empty for all
 * @param labels values by label, any of them per label and all labels
 * @param from earliest time of the latest value, epoch milliseconds; null for any
 * @param to latest time of it; null for any
 */
record MetricFilter(List<String> names, Map<String, List<String>> labels, Long from, Long to) {

    static MetricFilter of(Parameters parameters) {
        return new MetricFilter(
                parameters.texts("name"),
                parameters.startingWith("label."),
                parameters.time("start_time"),
                parameters.time("end_time"));
    }

    boolean meets(String name, MetricLatest latest, Map<String, String> has) {
        return (names.isEmpty() || names.contains(name))
                && (from == null || latest.getAt() >= from)
                && (to == null || latest.getAt() <= to)
                && labels.entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().contains(has.get(wanted.getKey())));
    }
}
