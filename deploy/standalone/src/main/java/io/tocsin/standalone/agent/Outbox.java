package io.tocsin.standalone.agent;

import io.tocsin.standalone.client.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents on their way to the gateway, oldest first. What the gateway does not take waits and is sent again as it was,
 * with its id; when too many wait, the oldest is dropped. Not thread-safe.
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Where documents go. */
    @FunctionalInterface
    interface Target {
        Delivery send(String path, byte[] document) throws InterruptedException;
    }

    private record Letter(String path, byte[] document) {}

    private final Target target;
    private final int capacity;
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final Map<String, String> problems = new HashMap<>();
    private long dropped;

    /**
     * Makes an empty box.
     *
     * @param capacity how many documents may wait, at least 1
     */
    Outbox(Target target, int capacity) {
        this.target = Objects.requireNonNull(target, "target");
        this.capacity = capacity;
    }

    /** Puts a document into the box. */
    void put(String path, byte[] document) {
        if (waiting.size() == capacity) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(new Letter(path, document));
    }

    /**
     * Sends what waits until one is not taken.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    void send() throws InterruptedException {
        while (!waiting.isEmpty()) {
            Letter letter = waiting.getFirst();
            Delivery delivery = target.send(letter.path, letter.document);
            if (delivery instanceof Delivery.Again again) {
                problem(letter.path, again.reason());
                return;
            }
            waiting.removeFirst();
            Delivery.Settled settled = (Delivery.Settled) delivery;
            problem(
                    letter.path,
                    settled.rejections().isEmpty() ? "" : settled.rejections().get(0));
        }
    }

    /** Documents that wait. */
    int waiting() {
        return waiting.size();
    }

    /** Documents that were dropped since the start. */
    long dropped() {
        return dropped;
    }

    /** Logs a problem of a path once, and its end once. */
    private void problem(String path, String problem) {
        String before = problem.isEmpty() ? problems.remove(path) : problems.put(path, problem);
        if (problem.isEmpty() && before != null) {
            LOG.info("reports to {} are taken again", path);
        } else if (!problem.isEmpty() && !problem.equals(before)) {
            LOG.warn("a report to {} was not taken: {}", path, problem);
        }
    }
}
