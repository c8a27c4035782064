package io.tocsin.standalone.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;

/**
 * When an event is due: the first at once, the others as far behind it as their times lie apart, divided by the speed.
 * Events without a time, or before the first one's, are due at once. Not thread-safe.
 */
final class Pace {

    private final OptionalDouble speed;
    private final InstantSource clock;
    private Instant firstEvent;
    private Instant started;

    /**
     * Makes a pace.
     *
     * @param speed seconds of the file per second; empty: everything is due at once
     */
    Pace(OptionalDouble speed, InstantSource clock) {
        this.speed = speed;
        this.clock = clock;
    }

    /** Returns how long it is until the event is due; zero when it is. */
    Duration until(ReplayItem item) {
        if (speed.isEmpty() || item.at().isEmpty()) {
            return Duration.ZERO;
        }
        Instant at = item.at().get();
        if (firstEvent == null) {
            firstEvent = at;
            started = clock.instant();
        }
        double seconds = Duration.between(firstEvent, at).toMillis() / 1000.0 / speed.getAsDouble();
        Duration wait = Duration.between(clock.instant(), started.plusMillis((long) (seconds * 1000)));
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
