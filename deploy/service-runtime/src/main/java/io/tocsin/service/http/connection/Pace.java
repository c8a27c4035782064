package io.tocsin.service.http.connection;

/**
 * When what arrived on a connection, and until when the rest has to. Times are those of {@link System#nanoTime}. While the
 * server itself does not read, because it is busy, no time passes for the client. Not thread-safe.
 */
final class Pace {

    private final ConnectionLimits limits;

    private long lastByteAt;
    private long headSince;
    private long bodySince;
    private long idleSince;
    private long endingSince;
    private boolean partialHead;
    private boolean stream;
    private boolean reading;
    private long pausedAt;

    Pace(ConnectionLimits limits) {
        this.limits = limits;
        idle();
    }

    /** Bytes came; between requests they begin a head. */
    void bytesArrived(boolean betweenRequests) {
        lastByteAt = System.nanoTime();
        if (betweenRequests && !partialHead) {
            partialHead = true;
            headSince = lastByteAt;
        }
    }

    void headArrived() {
        partialHead = false;
        stream = false;
        bodySince = lastByteAt;
    }

    /** Whether some of a head is there. */
    boolean hasPartialHead() {
        return partialHead;
    }

    /** The body that is arriving may go on for ever. */
    void streamBegan() {
        stream = true;
    }

    boolean isStream() {
        return stream;
    }

    /** Nothing is going on from now. */
    void idle() {
        idleSince = System.nanoTime();
    }

    void ending() {
        endingSince = System.nanoTime();
    }

    /** The server has read what there was, and will not read again until it says so. */
    void readDone(boolean unfinished) {
        reading = false;
        pausedAt = unfinished ? System.nanoTime() : 0;
    }

    /** The server wants to read; what it waited itself does not count. */
    void readWanted() {
        if (reading) {
            return;
        }
        reading = true;
        if (pausedAt != 0) {
            long pause = System.nanoTime() - pausedAt;
            lastByteAt += pause;
            headSince += pause;
            bodySince += pause;
        }
    }

    long headDeadline() {
        return (reading ? headSince : System.nanoTime()) + limits.headNanos();
    }

    long bodyDeadline() {
        long pause = stream ? limits.streamIdleNanos() : limits.bodyIdleNanos();
        if (!reading) {
            return System.nanoTime() + pause;
        }
        long idle = lastByteAt + pause;
        long whole = bodySince + limits.bodyNanos();
        return stream || idle - whole < 0 ? idle : whole;
    }

    long idleDeadline() {
        return idleSince + limits.idleNanos();
    }

    long endDeadline() {
        return endingSince + ConnectionLimits.BROKEN_NANOS;
    }
}
