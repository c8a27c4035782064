package io.tocsin.alertsink.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * What the platform says of how loudly one of its own alerts is to be told. Immutable.
 *
 * @param snoozedUntil nobody is told of it before this moment; empty when it is not snoozed
 * @param flapping whether it begins and ends so often that it is kept open until it is stable; that it does is told once
 */
public record Damping(Optional<Instant> snoozedUntil, boolean flapping) {

    /** As loudly as any. */
    public static final Damping NONE = new Damping(Optional.empty(), false);

    /** Returns whether nobody is to be told of it at a moment. */
    public boolean isSnoozed(Instant now) {
        return snoozedUntil.isPresent() && now.isBefore(snoozedUntil.get());
    }
}
