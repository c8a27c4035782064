package io.tocsin.processor.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.tocsin.service.settings.Settings;
import java.time.InstantSource;

/** Starts the processor with the service that it is part of. */
@Factory
final class ProcessorBeans {

    @Context
    @Bean(preDestroy = "close")
    ProcessorRuntime runtime(Settings settings, InstantSource clock, MeterRegistry meters) {
        ProcessorRuntime runtime = new ProcessorRuntime(ProcessorParameters.of(settings), clock);
        ProcessorMetrics.bind(runtime, meters);
        runtime.start();
        return runtime;
    }
}
