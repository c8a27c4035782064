package io.tocsin.gateway.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.gateway.publish.PublishOutcome.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what comes in and what becomes of it. An item is an event, a log line, a snapshot or a registration; a body that
 * cannot be taken apart into items counts as one. For each endpoint, at any time:
 *
 * <pre>
 * items_received = items_accepted + sum over reasons of items_rejected{reason}
 *                                 + sum over causes of items_failed{cause} + items_pending
 * </pre>
 *
 * and when no request is under way, {@code items_pending} is 0. An item is pending from when it was decoded until the
 * answer is known. Of the requests:
 *
 * <pre>
 * requests = sum over statuses of responses{status} + requests under way
 * </pre>
 *
 * A client that gets 2xx, 400, 413, 415 or 422 has its items under accepted or rejected; one that gets 429 or 503 has those
 * that were good under failed. What Kafka takes of no size is rejected as too large. The Prometheus names are {@code tocsin_gateway_items_received_total} and so on. Thread-safe.
 */
public final class GatewayCounters {

    private static final String PREFIX = "tocsin.gateway.";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final Map<Endpoint, OfEndpoint> byEndpoint = new EnumMap<>(Endpoint.class);

    /** Registers the counters. */
    public GatewayCounters(MeterRegistry registry) {
        for (Endpoint endpoint : Endpoint.values()) {
            byEndpoint.put(endpoint, new OfEndpoint(registry, endpoint));
        }
    }

    /** Counts a request that has come in. */
    public void request(Endpoint endpoint) {
        byEndpoint.get(endpoint).requests.increment();
    }

    /**
     * Counts items whose fate is open.
     *
     * @param bytes size of what they came in, decompressed
     */
    public void received(Endpoint endpoint, long items, long bytes) {
        OfEndpoint own = byEndpoint.get(endpoint);
        own.received.increment(items);
        own.bytes.increment(bytes);
        own.pending.addAndGet(items);
    }

    /** Counts received items that are on Kafka. */
    public void accepted(Endpoint endpoint, long items) {
        OfEndpoint own = byEndpoint.get(endpoint);
        own.settle(own.accepted, items);
    }

    /** Counts received items that were refused for good. */
    public void rejected(Endpoint endpoint, Rejection reason, long items) {
        OfEndpoint own = byEndpoint.get(endpoint);
        own.settle(own.rejected.get(reason), items);
    }

    /** Counts received items that Kafka did not acknowledge. */
    public void failed(Endpoint endpoint, Cause cause, long items) {
        OfEndpoint own = byEndpoint.get(endpoint);
        own.settle(own.failed.get(cause), items);
    }

    /**
     * Counts the answer to a request.
     *
     * @param nanos time from the request's head to the answer
     */
    public void answered(Endpoint endpoint, int status, long nanos) {
        OfEndpoint own = byEndpoint.get(endpoint);
        own.response(status).increment();
        own.duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The counters of one endpoint, looked up once. */
    private static final class OfEndpoint {
        private final MeterRegistry registry;
        private final Endpoint endpoint;
        private final Counter requests;
        private final Counter received;
        private final Counter bytes;
        private final Counter accepted;
        private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);
        private final Map<Cause, Counter> failed = new EnumMap<>(Cause.class);
        private final Map<Integer, Counter> responses = new ConcurrentHashMap<>();
        private final AtomicLong pending = new AtomicLong();
        private final Timer duration;

        OfEndpoint(MeterRegistry registry, Endpoint endpoint) {
            this.registry = registry;
            this.endpoint = endpoint;
            requests = counter("requests", "Requests that came in").register(registry);
            received = counter("items.received", "Items that came in").register(registry);
            bytes = counter("body.bytes", "Bytes of bodies, decompressed").register(registry);
            accepted = counter("items.accepted", "Items acknowledged by Kafka").register(registry);
            for (Rejection reason : Rejection.values()) {
                rejected.put(
                        reason,
                        counter("items.rejected", "Items refused for good")
                                .tag("reason", reason.label())
                                .register(registry));
            }
            for (Cause cause : EnumSet.complementOf(EnumSet.of(Cause.TOO_LARGE))) {
                failed.put(
                        cause,
                        counter("items.failed", "Items that Kafka did not acknowledge")
                                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            Gauge.builder(PREFIX + "items.pending", pending, AtomicLong::doubleValue)
                    .description("Items whose fate is open")
                    .tag("endpoint", endpoint.label())
                    .register(registry);
            duration = Timer.builder(PREFIX + "request.duration")
                    .description("Time until the answer")
                    .tag("endpoint", endpoint.label())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }

        private Counter.Builder counter(String name, String description) {
            return Counter.builder(PREFIX + name).description(description).tag("endpoint", endpoint.label());
        }

        Counter response(int status) {
            Counter known = responses.get(status);
            return known != null
                    ? known
                    : responses.computeIfAbsent(status, code -> counter("responses", "Answers by status")
                            .tag("status", Integer.toString(code))
                            .register(registry));
        }

        void settle(Counter fate, long items) {
            if (items > 0) {
                fate.increment(items);
                pending.addAndGet(-items);
            }
        }
    }
}
