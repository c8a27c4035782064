package io.tocsin.processor.runtime;

import io.tocsin.service.health.ReadinessCheck;
import jakarta.inject.Singleton;

/** Ready when records are folded and every store can be asked. */
@Singleton
final class ProcessorReadiness implements ReadinessCheck {

    private final ProcessorRuntime runtime;

    ProcessorReadiness(ProcessorRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "processor";
    }

    @Override
    public boolean ready() {
        return runtime.isReady();
    }

    @Override
    public String detail() {
        return runtime.state();
    }
}
