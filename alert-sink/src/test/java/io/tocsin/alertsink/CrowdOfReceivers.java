package io.tocsin.alertsink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.ScriptedReceiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Receivers that fail each in its own way, and what they came to know. One server; each receiver has a path of its own.
 * Thread-safe.
 */
final class CrowdOfReceivers implements AutoCloseable {

    /** How receivers fail; each answers well most of the time. */
    enum Failure {
        /** Answers 500. */
        ERROR(0.25),
        /** Answers 503 and asks for a second. */
        BUSY(0.03),
        /** Answers 429. */
        LIMITED(0.2),
        /** Does not answer before the sender gives up. */
        HANG(0.01),
        /** Closes the connection. */
        RESET(0.25),
        /** Answers late, but in time. */
        LATE(0.3);

        private final double share;

        Failure(double share) {
            this.share = share;
        }

        String path() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How long the senders wait for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedReceiver server = new ScriptedReceiver();
    private final Random random;
    private final List<Received> accepted = new ArrayList<>();
    /** What is known of each alert: the states that were told, in order. */
    private final Map<String, List<String>> known = new LinkedHashMap<>();

    CrowdOfReceivers(long seed) {
        random = new Random(seed);
        server.script(this::react);
    }

    private synchronized Reaction react(Received request) {
        Failure failure = Failure.valueOf(
                request.path().substring(request.path().lastIndexOf('/') + 1).toUpperCase(java.util.Locale.ROOT));
        boolean fails = random.nextDouble() < failure.share;
        if (!fails || failure == Failure.LATE) {
            accept(request);
        }
        if (!fails) {
            return Reaction.answer(200);
        }
        return switch (failure) {
            case ERROR -> Reaction.answer(500);
            case BUSY -> Reaction.retryAfter(503, "1");
            case LIMITED -> Reaction.answer(429);
            case HANG -> Reaction.answer(200).late(PATIENCE.multipliedBy(3));
            case RESET -> Reaction.reset();
            case LATE -> Reaction.answer(200).late(Duration.ofMillis(20 + random.nextInt(400)));
        };
    }

    private void accept(Received request) {
        accepted.add(request);
        try {
            for (JsonNode alert : JSON.readTree(request.body()).path("alerts")) {
                known.computeIfAbsent(alert.path("labels").path("alertname").asText(), name -> new ArrayList<>())
                        .add(alert.path("status").asText());
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Returns the configuration by which each receiver gets the alerts with its name. */
    String configuration(Duration groupInterval) {
        StringBuilder routes = new StringBuilder();
        StringBuilder receivers = new StringBuilder();
        for (Failure each : Failure.values()) {
            routes.append("  - {receiver: %1$s, matchers: ['r=\"%1$s\"']}\n".formatted(each.path()));
            receivers.append("- {name: %1$s, webhook_configs: [{url: '%2$s/%1$s', timeout: %3$dms}]}\n"
                    .formatted(each.path(), server.url(), PATIENCE.toMillis()));
        }
        return """
                route:
                  receiver: error
                  group_by: ['...']
                  group_wait: 0s
                  group_interval: %dms
                  repeat_interval: 1h
                  routes:
                %sreceivers:
                %s""".formatted(groupInterval.toMillis(), routes, receivers);
    }

    /** Returns all requests, those that failed as well. */
    List<Received> received() {
        return server.received();
    }

    /** Returns the number of requests that were accepted. */
    synchronized int accepted() {
        return accepted.size();
    }

    /** Returns how many requests were accepted beyond the first of their id. */
    synchronized int duplicates() {
        return accepted.size()
                - (int) accepted.stream().map(Received::id).distinct().count();
    }

    /** Returns the states of each alert that were told, in order, by the alert's name. */
    synchronized Map<String, List<String>> known() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        known.forEach((name, states) -> copy.put(name, List.copyOf(states)));
        return copy;
    }

    /** Returns the number of alerts of which it is known that they are over. */
    synchronized int over() {
        return (int) known.values().stream()
                .filter(states -> states.contains("resolved"))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
