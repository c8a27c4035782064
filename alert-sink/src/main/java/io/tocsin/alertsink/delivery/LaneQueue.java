package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.DeliveryLedgerEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The open deliveries of a lane: first in, first out within a group, by due time among the heads of the groups. Not
 * thread-safe; its lane locks.
 */
final class LaneQueue {

    private static final int FINISHED_REMEMBERED = 10_000;

    private final Map<String, OpenDelivery> byId = new HashMap<>();
    private final Map<String, ArrayDeque<OpenDelivery>> byKey = new HashMap<>();
    private final PriorityQueue<OpenDelivery> heads = new PriorityQueue<>(OpenDelivery.BY_DUE_TIME);
    /** The cycle in which a delivery was finished, by id. */
    private final Map<String, Integer> finished = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > FINISHED_REMEMBERED;
        }
    };

    private long added;

    int size() {
        return byId.size();
    }

    /** Returns an open delivery; null when there is none of that id. */
    OpenDelivery find(String id) {
        return byId.get(id);
    }

    /** Returns whether a delivery was finished here not long ago, in this cycle of tries or a later one. */
    boolean finishedLately(String id, int cycle) {
        return finished.getOrDefault(id, 0) >= cycle;
    }

    /** Adds a delivery behind those of its group. */
    OpenDelivery add(DeliveryLedgerEntry entry, int partition, long dueAt) {
        OpenDelivery delivery = new OpenDelivery(entry, partition, added++);
        delivery.dueAt = dueAt;
        finished.remove(delivery.id);
        byId.put(delivery.id, delivery);
        byKey.computeIfAbsent(delivery.key, key -> new ArrayDeque<>(2)).add(delivery);
        offerHead(delivery.key);
        return delivery;
    }

    /** Returns whether a delivery waits for another one that was tried in vain. */
    boolean waitsForRetry(OpenDelivery delivery) {
        OpenDelivery head = byKey.get(delivery.key).peek();
        return head != delivery && head.entry.getAttemptCount() > 0;
    }

    /** Two deliveries of a group, the first of which was tried in vain. */
    record Waiting(OpenDelivery head, OpenDelivery next) {}

    /** Returns the first two deliveries of a group when the first was tried in vain and nothing is under way for them. */
    Optional<Waiting> waiting(String key) {
        ArrayDeque<OpenDelivery> group = byKey.get(key);
        if (group == null || group.size() < 2) {
            return Optional.empty();
        }
        Iterator<OpenDelivery> both = group.iterator();
        OpenDelivery head = both.next();
        OpenDelivery next = both.next();
        boolean isWaiting = head.entry.getAttemptCount() > 0
                && next.entry.getAttemptCount() == 0
                && !head.isBusy()
                && !next.isBusy()
                && !head.released
                && !next.released;
        return isWaiting ? Optional.of(new Waiting(head, next)) : Optional.empty();
    }

    /** Returns when the head of a delivery's group is due. */
    long headDueAt(OpenDelivery delivery) {
        ArrayDeque<OpenDelivery> group = byKey.get(delivery.key);
        return group == null ? delivery.dueAt : group.peek().dueAt;
    }

    /** Returns what waits behind a delivery and is not on the ledger yet. */
    List<OpenDelivery> unrecordedBehind(OpenDelivery head) {
        return byKey.get(head.key).stream()
                .filter(each -> each != head && !each.recorded && !each.isBusy())
                .toList();
    }

    /** Takes the head that is due first out of the heads, if one is due. */
    Optional<OpenDelivery> takeDue(long now) {
        OpenDelivery first = heads.peek();
        if (first == null || first.dueAt > now) {
            return Optional.empty();
        }
        return Optional.of(heads.poll());
    }

    /** Puts a delivery that was tried back among the heads. */
    void reschedule(OpenDelivery delivery, long dueAt) {
        delivery.dueAt = dueAt;
        offerHead(delivery.key);
    }

    /** Takes a head out of the heads, so that it is not tried. */
    void hold(OpenDelivery head) {
        heads.remove(head);
    }

    /** Makes the heads due now whose receiver does not forbid it. */
    void bringForward(long now) {
        List<OpenDelivery> all = new ArrayList<>(heads);
        heads.clear();
        for (OpenDelivery each : all) {
            each.dueAt = Math.min(each.dueAt, Math.max(now, each.notBefore));
            heads.add(each);
        }
    }

    /** Removes a delivery that is sent or dead; the next one of its group is due. */
    void finish(OpenDelivery delivery, long now) {
        finished.put(delivery.id, delivery.entry.getCycle());
        remove(delivery);
        ArrayDeque<OpenDelivery> group = byKey.get(delivery.key);
        if (group != null) {
            heads.remove(group.peek());
            group.peek().dueAt = now;
            offerHead(delivery.key);
        }
    }

    /** Removes a delivery. */
    void remove(OpenDelivery delivery) {
        byId.remove(delivery.id, delivery);
        heads.remove(delivery);
        ArrayDeque<OpenDelivery> group = byKey.get(delivery.key);
        if (group != null) {
            group.remove(delivery);
            if (group.isEmpty()) {
                byKey.remove(delivery.key);
            } else {
                offerHead(delivery.key);
            }
        }
    }

    /** Puts the head of a group among the heads, unless it is there or something is under way for it. */
    void offerHead(String key) {
        ArrayDeque<OpenDelivery> group = byKey.get(key);
        OpenDelivery head = group == null ? null : group.peek();
        if (head != null && !head.isBusy() && !heads.contains(head)) {
            heads.add(head);
        }
    }

    /** Returns the deliveries of partitions. */
    List<OpenDelivery> of(Collection<Integer> partitions) {
        return byId.values().stream()
                .filter(each -> partitions.contains(each.partition))
                .toList();
    }
}
