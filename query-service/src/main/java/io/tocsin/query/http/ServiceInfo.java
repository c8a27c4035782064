package io.tocsin.query.http;

import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Name, version and age of this service, made at its start so that the age is right. Immutable. */
@Context
final class ServiceInfo {

    static final String NAME = "Tocsin";

    private final Instant startedAt;
    private final InstantSource clock;

    ServiceInfo(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    String version() {
        return Versions.SERVICE;
    }

    /** Returns the seconds since the start, to the millisecond. */
    double uptimeSeconds() {
        return Duration.between(startedAt, clock.instant()).toMillis() / 1_000.0;
    }

    Instant now() {
        return clock.instant();
    }
}
