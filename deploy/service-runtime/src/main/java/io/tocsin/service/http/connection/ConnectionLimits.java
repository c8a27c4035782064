package io.tocsin.service.http.connection;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.time.Duration;

/**
 * How long and how much a connection may.
 *
 * @param maxConnections connections at a time
 * @param headNanos from the first byte of a request head to its last
 * @param bodyNanos from the end of the head to the end of the body, except for streams
 * @param bodyIdleNanos pause within a body
 * @param streamIdleNanos pause within a stream
 * @param idleNanos pause between requests; also how long a client may refuse to take any of a response
 */
record ConnectionLimits(
        int maxConnections, long headNanos, long bodyNanos, long bodyIdleNanos, long streamIdleNanos, long idleNanos) {

    /** How much of a body is read and thrown away after the response, so that the client gets to read it. */
    static final long MAX_DISCARDED_BYTES = 16L << 20;

    /** How long a connection lingers after its last response for the client to read it. */
    static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    /** How long a request that is broken off may take to be answered. */
    static final long BROKEN_NANOS = Duration.ofSeconds(30).toNanos();

    static ConnectionLimits of(Settings settings) {
        return new ConnectionLimits(
                settings.get(CommonSettings.HTTP_MAX_CONNECTIONS),
                settings.get(CommonSettings.HTTP_HEAD_TIMEOUT).toNanos(),
                settings.get(CommonSettings.HTTP_BODY_TIMEOUT).toNanos(),
                settings.get(CommonSettings.HTTP_BODY_IDLE_TIMEOUT).toNanos(),
                settings.get(CommonSettings.HTTP_STREAM_IDLE_TIMEOUT).toNanos(),
                settings.get(CommonSettings.HTTP_IDLE_TIMEOUT).toNanos());
    }
}
