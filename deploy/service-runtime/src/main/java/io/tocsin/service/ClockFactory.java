package io.tocsin.service;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The wall clock, which only the edge may use; everything below receives it. */
@Factory
final class ClockFactory {

    @Singleton
    @Primary
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
