package io.tocsin.gateway.publish;

import java.time.Duration;

/** What became of the records of one request. */
public sealed interface PublishOutcome {

    /**
     * Every record is on Kafka, acknowledged by all in-sync replicas.
     *
     * @param position text of the consistency token with which a read sees them
     */
    record Acknowledged(String position) implements PublishOutcome {}

    /**
     * At least one record was not acknowledged. Others of the request may be on Kafka, and this one may still get there: a
     * retry must use the same ids.
     *
     * @param cause what stood in the way, for counters
     * @param detail the same for a person, without names of hosts
     * @param retryAfter when to try again
     */
    record Failed(Cause cause, String detail, Duration retryAfter) implements PublishOutcome {}

    /** What can stand in the way. */
    enum Cause {
        /** Kafka did not acknowledge within the deadline. */
        TIMEOUT,
        /** Kafka refused, or could not be reached at all. */
        KAFKA,
        /** The registry has not told the ids of our schemas yet. */
        REGISTRY,
        /** The gateway holds as many unacknowledged bytes as it may. */
        OVERLOADED,
        /** The gateway holds as many unacknowledged bytes of this client as it may. */
        THROTTLED,
        /** Kafka takes no record of this size. */
        TOO_LARGE,
        /** A defect of the gateway. */
        DEFECT
    }
}
