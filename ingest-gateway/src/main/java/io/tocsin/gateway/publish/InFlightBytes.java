package io.tocsin.gateway.publish;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that wait for Kafka's acknowledgement, in all and by client, so that a slow Kafka costs a bounded amount
 * of memory and one client cannot take the room of all. A request that is larger than a bound by itself is let in when
 * nothing else is there, because it could never come in otherwise. Thread-safe.
 */
final class InFlightBytes {

    /** Whether there is room. */
    enum Room {
        /** Yes; the bytes are taken. */
        TAKEN,
        /** Not for this client. */
        CLIENT_FULL,
        /** For nobody. */
        FULL
    }

    private final long most;
    private final long mostPerClient;
    private final AtomicLong total = new AtomicLong();
    private final ConcurrentMap<String, Long> byClient = new ConcurrentHashMap<>();

    /**
     * Makes an empty account.
     *
     * @param most bytes in all
     * @param mostPerClient bytes of one client
     */
    InFlightBytes(long most, long mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    /** Takes room if there is some. */
    Room take(String client, long bytes) {
        if (!takeTotal(bytes)) {
            return Room.FULL;
        }
        boolean[] taken = new boolean[1];
        byClient.compute(client, (name, before) -> {
            taken[0] = before == null || before + bytes <= mostPerClient;
            return !taken[0] ? before : before == null ? bytes : before + bytes;
        });
        if (!taken[0]) {
            total.addAndGet(-bytes);
            return Room.CLIENT_FULL;
        }
        return Room.TAKEN;
    }

    private boolean takeTotal(long bytes) {
        long before;
        do {
            before = total.get();
            if (before > 0 && before + bytes > most) {
                return false;
            }
        } while (!total.compareAndSet(before, before + bytes));
        return true;
    }

    /** Gives room back that was taken. */
    void release(String client, long bytes) {
        total.addAndGet(-bytes);
        byClient.computeIfPresent(client, (name, before) -> before <= bytes ? null : before - bytes);
    }

    /** Returns the bytes that wait now. */
    long total() {
        return total.get();
    }
}
