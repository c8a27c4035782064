package io.tocsin.query.scatter;

import io.tocsin.schemas.QueryKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A question to one view over some of its partitions. Immutable.
 *
 * @param view name of the view
 * @param kind how the keys are meant
 * @param keys keys by partition (a prefix, or nothing, for the other kinds); its key set is the partitions to ask
 * @param after continue behind this row key; null from the start
 * @param limit rows at most per partition, at least 1
 * @param detail what rows carry beyond their summary
 * @param filter conditions that a row must meet
 * @param minPosition offset by {@code topic/partition} that the answer must include; empty for none
 */
public record Question(
        String view,
        QueryKind kind,
        SortedMap<Integer, List<String>> keys,
        String after,
        int limit,
        List<String> detail,
        Map<String, String> filter,
        Map<String, Long> minPosition) {

    public Question {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(kind, "kind");
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        detail = List.copyOf(detail);
        filter = Map.copyOf(filter);
        minPosition = Map.copyOf(minPosition);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, is " + limit);
        }
    }

    /** Returns a question for given keys, each in its partition. */
    public static Question keys(String view, Map<Integer, List<String>> keys) {
        int most = keys.values().stream().mapToInt(List::size).max().orElse(0);
        return new Question(
                view, QueryKind.KEYS, new TreeMap<>(keys), null, Math.max(1, most), List.of(), Map.of(), Map.of());
    }

    /** Returns a question for one key in every partition. */
    public static Question keyEverywhere(String view, String key, int partitions) {
        return keys(view, everywhere(List.of(key), partitions));
    }

    /** Returns a question for several keys in every partition. */
    public static Question keysEverywhere(String view, List<String> keys, int partitions) {
        return keys(view, everywhere(keys, partitions));
    }

    /** Returns a question for all keys with a prefix in every partition. */
    public static Question prefix(String view, String prefix, int partitions, int limit) {
        return new Question(
                view,
                QueryKind.PREFIX,
                everywhere(List.of(prefix), partitions),
                null,
                limit,
                List.of(),
                Map.of(),
                Map.of());
    }

    /** Returns a question for all rows in every partition. */
    public static Question all(String view, int partitions, int limit) {
        return new Question(
                view, QueryKind.ALL, everywhere(List.of(), partitions), null, limit, List.of(), Map.of(), Map.of());
    }

    /** Returns the same question to one partition only. */
    public Question in(int partition) {
        SortedMap<Integer, List<String>> one = new TreeMap<>();
        one.put(partition, keys.get(partition));
        return new Question(view, kind, one, after, limit, detail, filter, minPosition);
    }

    /** Returns the same question, continued behind a row key. */
    public Question after(String rowKey) {
        return new Question(view, kind, keys, rowKey, limit, detail, filter, minPosition);
    }

    /** Returns the same question with more detail in its rows. */
    public Question detail(String... names) {
        return new Question(view, kind, keys, after, limit, List.of(names), filter, minPosition);
    }

    /** Returns the same question with other conditions. */
    public Question filter(Map<String, String> conditions) {
        return new Question(view, kind, keys, after, limit, detail, conditions, minPosition);
    }

    /** Returns the same question for a state that includes a position. */
    public Question minPosition(Map<String, Long> position) {
        return new Question(view, kind, keys, after, limit, detail, filter, position);
    }

    private static SortedMap<Integer, List<String>> everywhere(List<String> keys, int partitions) {
        SortedMap<Integer, List<String>> everywhere = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            everywhere.put(partition, new ArrayList<>(keys));
        }
        return everywhere;
    }
}
