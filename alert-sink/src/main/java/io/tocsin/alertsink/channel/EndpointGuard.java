package io.tocsin.alertsink.channel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Spares an endpoint: a token bucket spaces the tries out, and a circuit breaker leaves an endpoint alone that fails again
 * and again. While it is open nothing is sent, and what is asked of it fails at once with the time left, for which its
 * channel then rests; after it one try decides. An endpoint that answers 410 Gone is not asked again: what is meant for it
 * is refused until the process starts anew. Thread-safe; each endpoint has its own, so none moves another.
 */
public final class EndpointGuard {

    private static final int GONE = 410;

    private final Limits limits;
    private final InstantSource clock;
    private final Pause pause;

    private double tokens;
    private long filledAt;
    private int failures;
    private int openings;
    private long openUntil;
    private boolean probing;
    private boolean gone;

    /**
     * Bounds of an endpoint. Immutable.
     *
     * @param perSecond tries a second in the long run; 0 is no limit
     * @param burst tries that may come at once, at least 1
     * @param failuresToOpen failures in a row after which it is left alone
     * @param openFor how long at first; it doubles with each time up to four times as long
     */
    public record Limits(double perSecond, int burst, int failuresToOpen, Duration openFor) {

        /** No limit, and a pause of a second after five failures. */
        public static final Limits DEFAULT = new Limits(0, 1, 5, Duration.ofSeconds(1));

        /** One a second, as chats ask for. */
        public static final Limits CHAT = new Limits(1, 5, 5, Duration.ofSeconds(1));
    }

    /** A try. */
    @FunctionalInterface
    public interface Try {

        /** Tries once. */
        DeliveryResult run() throws InterruptedException;
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {

        /** Waits for so many milliseconds. */
        void sleep(long millis) throws InterruptedException;
    }

    /** Makes a guard. */
    public EndpointGuard(Limits limits, InstantSource clock) {
        this(limits, clock, Thread::sleep);
    }

    EndpointGuard(Limits limits, InstantSource clock, Pause pause) {
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
        tokens = limits.burst();
        filledAt = clock.millis();
    }

    /** Lets a try through, or says why not. */
    public DeliveryResult call(Try attempt) throws InterruptedException {
        Optional<DeliveryResult> refusal = admit();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean judged = false;
        try {
            pause.sleep(reserve());
            DeliveryResult result = attempt.run();
            DeliveryResult after = judge(result);
            judged = true;
            return after;
        } finally {
            if (!judged) {
                abandoned();
            }
        }
    }

    private synchronized Optional<DeliveryResult> admit() {
        if (gone) {
            return Optional.of(new DeliveryResult.Refused(
                    OptionalInt.of(GONE), "the receiver answered 410 Gone before and is not asked again"));
        }
        long now = clock.millis();
        if (failures < limits.failuresToOpen()) {
            return Optional.empty();
        }
        if (now < openUntil || probing) {
            long left = Math.max(1, probing ? limits.openFor().toMillis() : openUntil - now);
            return Optional.of(new DeliveryResult.Failed(
                    OptionalInt.empty(),
                    "the receiver failed " + failures + " times in a row and is left alone for a while",
                    Optional.of(Duration.ofMillis(left))));
        }
        probing = true;
        return Optional.empty();
    }

    /** Takes a token, on credit when there is none; returns how long to wait for it. */
    private synchronized long reserve() {
        if (limits.perSecond() <= 0) {
            return 0;
        }
        long now = clock.millis();
        tokens = Math.min(limits.burst(), tokens + (now - filledAt) * limits.perSecond() / 1_000);
        filledAt = now;
        tokens -= 1;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * 1_000 / limits.perSecond());
    }

    private synchronized DeliveryResult judge(DeliveryResult result) {
        probing = false;
        if (!(result instanceof DeliveryResult.Failed failed)) {
            gone |= result.httpStatus().isPresent() && result.httpStatus().getAsInt() == GONE;
            failures = 0;
            openings = 0;
            return result;
        }
        failures++;
        if (failures < limits.failuresToOpen()) {
            return result;
        }
        long rest = limits.openFor().toMillis() << Math.min(openings++, 2);
        openUntil = clock.millis() + rest;
        Duration asked = failed.retryAfter().orElse(Duration.ZERO);
        Duration wait = asked.compareTo(Duration.ofMillis(rest)) > 0 ? asked : Duration.ofMillis(rest);
        return new DeliveryResult.Failed(failed.httpStatus(), failed.error(), Optional.of(wait));
    }

    private synchronized void abandoned() {
        probing = false;
    }
}
