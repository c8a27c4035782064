package io.tocsin.service.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Notices a client that does not read its response: between two looks nothing of what waits to be sent has been taken. A
 * response that is merely quiet, such as a stream of events without an event, has nothing waiting. Not thread-safe.
 */
final class StalledWrites {

    private Object head;
    private long progress;
    private long lookedAt = System.nanoTime();

    /** The time of the last look, by {@link System#nanoTime}. */
    long since() {
        return lookedAt;
    }

    /** Looks, and says whether nothing moved since the last look. */
    boolean stalled(Channel channel, long now) {
        lookedAt = now;
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        Object newHead = waiting == null ? null : waiting.current();
        long newProgress = newHead == null ? 0 : waiting.currentProgress();
        boolean stalled = newHead != null && newHead == head && newProgress == progress;
        head = newHead;
        progress = newProgress;
        return stalled;
    }
}
