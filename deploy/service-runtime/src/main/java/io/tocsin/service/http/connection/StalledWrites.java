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

    /** Whether anything waits to be taken by the client. */
    static boolean isWaiting(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.current() != null;
    }

    /** Looks, and says whether nothing moved since the last look though something waits. */
    boolean stalled(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        Object newHead = waiting == null ? null : waiting.current();
        long newProgress = newHead == null ? 0 : waiting.currentProgress();
        boolean stalled = newHead != null && newHead == head && newProgress == progress;
        head = newHead;
        progress = newProgress;
        return stalled;
    }
}
