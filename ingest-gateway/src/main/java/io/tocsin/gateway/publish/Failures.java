package io.tocsin.gateway.publish;

import io.tocsin.gateway.publish.PublishOutcome.Cause;
import io.tocsin.gateway.publish.PublishOutcome.Failed;
import java.time.Duration;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** What the errors of Kafka's client mean to a client of ours. Stateless. */
final class Failures {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private Failures() {}

    /** Returns what an error that Kafka's client reported means, synchronously or not. */
    static Failed of(Exception error) {
        if (error instanceof RecordTooLargeException) {
            return new Failed(Cause.TOO_LARGE, "Kafka takes no record of this size.", LATER);
        }
        if (error instanceof BufferExhaustedException) {
            return overloaded();
        }
        if (error instanceof TimeoutException) {
            return new Failed(Cause.TIMEOUT, "Kafka did not acknowledge in time. Try again with the same ids.", LATER);
        }
        return new Failed(
                Cause.KAFKA,
                "Kafka did not take the records (" + error.getClass().getSimpleName()
                        + "). Try again with the same ids.",
                LATER);
    }

    static Failed deadlineOver() {
        return new Failed(
                Cause.TIMEOUT, "Kafka has not acknowledged within the deadline. Try again with the same ids.", LATER);
    }

    static Failed noSchemas() {
        return new Failed(Cause.REGISTRY, "The schema registry has not answered yet.", SOON);
    }

    static Failed overloaded() {
        return new Failed(Cause.OVERLOADED, "Kafka is slower than the requests come in.", SOON);
    }

    static Failed throttled() {
        return new Failed(Cause.THROTTLED, "Too much of this client is waiting to be acknowledged by Kafka.", SOON);
    }
}
