package io.tocsin.query.scatter;

import io.tocsin.schemas.QueryRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all partitions together answered. A partition is either in {@code served} or in {@code missing}, never in both and
 * never in neither: silence is not an empty answer. Immutable.
 *
 * @param rows rows by partition, in the order of the store
 * @param served who answered, by partition
 * @param missing why a partition did not answer, by partition
 * @param positionReached whether the position that was asked for is included; null when none was asked for
 */
public record Gathered(
        SortedMap<Integer, List<QueryRow>> rows,
        SortedMap<Integer, Served> served,
        SortedMap<Integer, PartitionFailure> missing,
        Boolean positionReached) {

    private static final Comparator<String> STORE_ORDER = Gathered::compareAsBytes;

    public Gathered {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        served = Collections.unmodifiableSortedMap(new TreeMap<>(served));
        missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
    }

    /** Returns whether nobody answered at all. */
    public boolean nothing() {
        return served.isEmpty() && !missing.isEmpty();
    }

    /** Returns whether any partition has rows behind those that it sent. */
    public boolean more() {
        return served.values().stream().anyMatch(Served::more);
    }

    /** Returns the number of rows that meet the filter in all partitions that answered; -1 when one did not count. */
    public long total() {
        long total = 0;
        for (Served one : served.values()) {
            if (one.total() < 0) {
                return -1;
            }
            total += one.total();
        }
        return total;
    }

    /**
     * Returns all rows merged by their keys, which each partition sent in ascending order, as far as they are complete: a
     * partition that has more rows ends the merge with its last one, for nobody knows what follows there.
     */
    public List<QueryRow> merged() {
        if (rows.size() == 1) {
            return rows.get(rows.firstKey());
        }
        PriorityQueue<Run> runs = new PriorityQueue<>(
                Comparator.<Run, String>comparing(Run::key, STORE_ORDER).thenComparing(Run::partition));
        rows.forEach((partition, list) -> {
            if (!list.isEmpty()) {
                runs.add(new Run(partition, list, 0));
            }
        });
        List<QueryRow> merged = new ArrayList<>();
        while (!runs.isEmpty()) {
            Run run = runs.poll();
            merged.add(run.rows.get(run.next));
            if (run.next + 1 < run.rows.size()) {
                runs.add(new Run(run.partition, run.rows, run.next + 1));
            } else if (served.get(run.partition).more()) {
                break;
            }
        }
        return merged;
    }

    /** Compares as the UTF-8 bytes in a store compare, which is by code point and not by UTF-16 unit. */
    private static int compareAsBytes(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean outsideLeft = Character.isSurrogate(a);
                boolean outsideRight = Character.isSurrogate(b);
                return outsideLeft == outsideRight ? Character.compare(a, b) : (outsideLeft ? 1 : -1);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private record Run(int partition, List<QueryRow> rows, int next) {
        String key() {
            return rows.get(next).getKey();
        }
    }
}
