package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again while the schema registry does not answer, because nothing is known about the record then. It gives up
 * well before Kafka would take the thread for dead; the caller's exception then aborts the transaction and the record
 * comes again. Stateless.
 */
public final class RegistryPatience {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final int tries;
    private final LongConsumer pauseNanos;

    RegistryPatience(int tries, LongConsumer pauseNanos) {
        this.tries = tries;
        this.pauseNanos = pauseNanos;
    }

    /** Returns one that waits for about a minute in all. */
    public static RegistryPatience ofAMinute() {
        return new RegistryPatience(120, LockSupport::parkNanos);
    }

    /**
     * Returns what the call returns.
     *
     * @throws RegistryUnavailableException when the registry did not answer for all this time, or the thread is asked to
     *     stop
     */
    <T> T call(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (RegistryUnavailableException unavailable) {
                if (attempt >= tries || Thread.currentThread().isInterrupted()) {
                    throw unavailable;
                }
                if (attempt == 1) {
                    LOG.warn("Waiting for the schema registry: {}", unavailable.getMessage());
                }
                pauseNanos.accept(PAUSE.toNanos());
            }
        }
    }
}
