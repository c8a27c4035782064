package io.tocsin.alertsink.ledger;

import io.tocsin.schemas.DeliveryState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What an instance knows of the whole ledger: every open delivery and the latest finished ones in full, of the others
 * how they stand. Bounded in full lines by a number; in known ids by the retention of the ledger. Thread-safe.
 */
public final class LedgerIndex {

    private static final Comparator<LedgerRow> NEWEST_FIRST =
            Comparator.comparingLong(LedgerRow::updatedAt).reversed().thenComparing(LedgerRow::id);

    private final int maxFinishedInFull;
    private final Map<String, LedgerRow> byId = new HashMap<>();
    private final TreeSet<LedgerRow> newestFirst = new TreeSet<>(NEWEST_FIRST);
    private final TreeSet<LedgerRow> sentInFull = new TreeSet<>(NEWEST_FIRST);
    private final TreeSet<LedgerRow> deadInFull = new TreeSet<>(NEWEST_FIRST);
    private final Map<String, Long> openByChannel = new HashMap<>();

    /**
     * Makes an empty index.
     *
     * @param maxFinishedInFull number of finished deliveries that are held in full; dead ones go last
     */
    public LedgerIndex(int maxFinishedInFull) {
        this.maxFinishedInFull = maxFinishedInFull;
    }

    /** Takes a line, and returns the one that it replaces. */
    synchronized Optional<LedgerRow> put(LedgerRow row) {
        Optional<LedgerRow> before = remove(row.id());
        byId.put(row.id(), row);
        newestFirst.add(row);
        if (row.state() == DeliveryState.SENT || row.state() == DeliveryState.SUPERSEDED) {
            sentInFull.add(row);
        } else if (row.state() == DeliveryState.DEAD) {
            deadInFull.add(row);
        } else {
            openByChannel.merge(row.channel(), 1L, Long::sum);
        }
        if (sentInFull.size() + deadInFull.size() > maxFinishedInFull) {
            shorten((sentInFull.isEmpty() ? deadInFull : sentInFull).pollLast());
        }
        return before;
    }

    /** Forgets a line, and returns it. */
    synchronized Optional<LedgerRow> remove(String id) {
        LedgerRow row = byId.remove(id);
        if (row != null) {
            newestFirst.remove(row);
            sentInFull.remove(row);
            deadInFull.remove(row);
            if (!row.isFinished()) {
                openByChannel.merge(row.channel(), -1L, Long::sum);
            }
        }
        return Optional.ofNullable(row);
    }

    /** Returns the line of a delivery; without bytes when it is not held in full. */
    public synchronized Optional<LedgerRow> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the number of lines that meet a filter, held in full or not. */
    public synchronized long count(Predicate<LedgerRow> filter) {
        return byId.values().stream().filter(filter).count();
    }

    /** Returns whether a delivery is sent or dead. */
    public synchronized boolean isFinished(String id) {
        LedgerRow row = byId.get(id);
        return row != null && row.isFinished();
    }

    /** Returns the number of open deliveries of channels other than these. */
    public synchronized long openBesides(Set<String> channels) {
        return openByChannel.entrySet().stream()
                .filter(each -> !channels.contains(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the open deliveries of a channel in a partition. */
    public synchronized List<LedgerRow> open(String channel, int partition) {
        return byId.values().stream()
                .filter(row -> !row.isFinished()
                        && row.partition() == partition
                        && row.channel().equals(channel))
                .toList();
    }

    /** Returns finished deliveries of a partition that stand as they do since before a time, at most so many. */
    public synchronized List<LedgerRow> finishedBefore(int partition, long time, int limit) {
        return byId.values().stream()
                .filter(row -> row.isFinished() && row.partition() == partition && row.updatedAt() < time)
                .limit(limit)
                .toList();
    }

    /**
     * Returns the lines that are held in full, newest first.
     *
     * @param after where the page before ended, if there was one
     */
    public synchronized List<LedgerRow> page(Predicate<LedgerRow> filter, Optional<LedgerRow> after, int limit) {
        List<LedgerRow> page = new ArrayList<>();
        for (LedgerRow row : after.map(last -> newestFirst.tailSet(last, false)).orElse(newestFirst)) {
            if (page.size() == limit) {
                break;
            }
            if (filter.test(row)) {
                page.add(row);
            }
        }
        return page;
    }

    /** Returns the number of deliveries that are known, in full or not. */
    public synchronized int size() {
        return byId.size();
    }

    /** Returns whether some finished deliveries are no longer held in full. */
    public synchronized boolean isShortened() {
        return newestFirst.size() < byId.size();
    }

    private void shorten(LedgerRow row) {
        newestFirst.remove(row);
        byId.put(row.id(), row.withoutBytes());
    }
}
