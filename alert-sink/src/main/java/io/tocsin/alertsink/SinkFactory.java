package io.tocsin.alertsink;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tocsin.service.health.ReadinessCheck;
import io.tocsin.service.settings.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the sink a bean: it starts with the context and stops before it. */
@Factory
final class SinkFactory {

    @Context
    @Bean(preDestroy = "close")
    AlertSink alertSink(Settings settings, InstantSource clock, MeterRegistry metrics) {
        AlertSink sink = new AlertSink(settings, System.out, clock, metrics);
        sink.start();
        return sink;
    }

    @Singleton
    Alertmanager alertmanager(AlertSink sink) {
        return sink.alertmanager();
    }

    @Singleton
    ReadinessCheck sinkReadiness(AlertSink sink) {
        return new SinkReadiness(sink);
    }
}
