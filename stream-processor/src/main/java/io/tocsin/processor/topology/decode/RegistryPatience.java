package io.tocsin.processor.topology.decode;

import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry that is away: asks again with growing pauses until it answers. The records behind the one that
 * needs it wait as well; none is given up for the registry's sake. Thread-safe.
 */
public final class RegistryPatience {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final BooleanSupplier stopping;

    /**
     * Makes it.
     *
     * @param stopping whether the process is about to stop, which ends the waiting
     */
    public RegistryPatience(BooleanSupplier stopping) {
        this.stopping = Objects.requireNonNull(stopping, "stopping");
    }

    /**
     * Repeats a call until the registry answers.
     *
     * @throws StreamsException when the process stops meanwhile
     */
    public <R> R await(Supplier<R> call) {
        long pause = FIRST_PAUSE_MS;
        while (true) {
            try {
                return call.get();
            } catch (RegistryUnavailableException e) {
                if (stopping.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    throw new StreamsException("stopped while waiting for the schema registry", e);
                }
                LOG.warn("Schema registry is away, asking again in {} ms: {}", pause, e.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
                pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
            }
        }
    }
}
