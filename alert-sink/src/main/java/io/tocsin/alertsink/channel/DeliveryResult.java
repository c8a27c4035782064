package io.tocsin.alertsink.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** How one try to deliver went. */
public sealed interface DeliveryResult {

    /** Returns the status code of the receiver, when there was one. */
    OptionalInt httpStatus();

    /**
     * The receiver took it.
     *
     * @param httpStatus status code, when there was one
     */
    record Delivered(OptionalInt httpStatus) implements DeliveryResult {}

    /**
     * The receiver could not take it now; the same delivery may succeed later.
     *
     * @param httpStatus status code, when there was one
     * @param error what went wrong, without secrets
     * @param retryAfter how long the receiver asked to be left alone, when it did
     */
    record Failed(OptionalInt httpStatus, String error, Optional<Duration> retryAfter) implements DeliveryResult {

        public Failed {
            Objects.requireNonNull(error, "error");
        }

        /** Returns the failure of a way that has no status codes. */
        public static Failed because(String error) {
            return new Failed(OptionalInt.empty(), error, Optional.empty());
        }
    }

    /**
     * The receiver will never take this delivery; trying again is no use.
     *
     * @param httpStatus status code, when there was one
     * @param error what went wrong, without secrets
     */
    record Refused(OptionalInt httpStatus, String error) implements DeliveryResult {

        public Refused {
            Objects.requireNonNull(error, "error");
        }
    }
}
