package io.tocsin.query.scatter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.query.routing.RoutingTables;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Asks the instances that have the partitions of a question and puts their answers together. Never blocks; thread-safe.
 * The number of questions at the same time is bounded: one more fails with {@link OverloadedException} at once.
 */
public final class ScatterGather {

    private final RoutingTables tables;
    private final IqClient client;
    private final ScatterLimits limits;
    private final Executor executor;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Timer questions;
    private final Counter incomplete;
    private final Counter refused;
    private final Map<FailureKind, Counter> failures = new EnumMap<>(FailureKind.class);

    /**
     * Makes the scatter-gather.
     *
     * @param tables who can answer
     * @param client how to ask
     * @param limits times and bounds
     * @param executor runs what follows a failed or late request
     * @param clock clock that the routing tables are built with
     * @param nanos monotonic clock in nanoseconds
     * @param meters where {@code tocsin_query_*} goes
     */
    public ScatterGather(
            RoutingTables tables,
            IqClient client,
            ScatterLimits limits,
            Executor executor,
            InstantSource clock,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.tables = tables;
        this.client = client;
        this.limits = limits;
        this.executor = executor;
        this.clock = clock;
        this.nanos = nanos;
        this.questions = Timer.builder("tocsin.query.questions")
                .description("Time from a question to the last of its answers")
                .publishPercentileHistogram()
                .register(meters);
        this.incomplete = Counter.builder("tocsin.query.incomplete")
                .description("Questions that not every partition answered")
                .register(meters);
        this.refused = Counter.builder("tocsin.query.refused")
                .description("Questions refused because too many were in flight")
                .register(meters);
        for (FailureKind kind : FailureKind.values()) {
            failures.put(
                    kind,
                    Counter.builder("tocsin.query.attempt.failures")
                            .description("Partitions that an instance did not answer for, by reason")
                            .tag("reason", kind.name().toLowerCase(java.util.Locale.ROOT))
                            .register(meters));
        }
        meters.gauge("tocsin.query.in.flight", inFlight);
    }

    /**
     * Asks. The stage completes within the deadline, also when nobody answers; it fails only with
     * {@link OverloadedException}.
     */
    public CompletionStage<Gathered> ask(Question question) {
        if (inFlight.incrementAndGet() > limits.maxInFlight()) {
            inFlight.decrementAndGet();
            refused.increment();
            return CompletableFuture.failedFuture(new OverloadedException(limits.maxInFlight()));
        }
        long start = nanos.getAsLong();
        CompletableFuture<Gathered> result = new CompletableFuture<>();
        result.whenComplete((gathered, error) -> {
            inFlight.decrementAndGet();
            questions.record(nanos.getAsLong() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
            if (gathered != null && !gathered.missing().isEmpty()) {
                incomplete.increment();
            }
        });
        new GatherRun(this, question, start, result).advance();
        return result;
    }

    RoutingTables tables() {
        return tables;
    }

    IqClient client() {
        return client;
    }

    ScatterLimits limits() {
        return limits;
    }

    Executor executor() {
        return executor;
    }

    long nowMillis() {
        return clock.millis();
    }

    long nanoTime() {
        return nanos.getAsLong();
    }

    void count(FailureKind kind) {
        failures.get(kind).increment();
    }
}
