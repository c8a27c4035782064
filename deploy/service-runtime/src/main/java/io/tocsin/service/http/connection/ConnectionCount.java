package io.tocsin.service.http.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and what became of their requests. Thread-safe. */
@Singleton
final class ConnectionCount {

    private final AtomicInteger open = new AtomicInteger();
    private final ChannelGroup streams = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Counter refusedConnections;
    private final Counter refusedRequests;
    private final Counter timedOutRequests;
    private final Counter[] responses = new Counter[6];

    ConnectionCount(MeterRegistry meters) {
        Gauge.builder("tocsin.http.connections", open, AtomicInteger::get)
                .description("Connections that are open")
                .register(meters);
        Gauge.builder("tocsin.http.streams", streams, ChannelGroup::size)
                .description("Connections with a continuous stream")
                .register(meters);
        refusedConnections = Counter.builder("tocsin.http.connections.refused")
                .description("Connections refused because there were too many")
                .register(meters);
        refusedRequests = Counter.builder("tocsin.http.requests.refused")
                .description("Requests refused because of how they arrived")
                .tag("reason", "invalid")
                .register(meters);
        timedOutRequests = Counter.builder("tocsin.http.requests.refused")
                .description("Requests refused because of how they arrived")
                .tag("reason", "timeout")
                .register(meters);
        for (int statusClass = 1; statusClass < responses.length; statusClass++) {
            responses[statusClass] = Counter.builder("tocsin.http.responses")
                    .description("Responses by class of status")
                    .tag("status", statusClass + "xx")
                    .register(meters);
        }
    }

    /** Counts a connection in until its channel closes; false when that is one too many. */
    boolean admit(Channel channel, int max) {
        int now = open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (now <= max) {
            return true;
        }
        refusedConnections.increment();
        return false;
    }

    void streamBegan(Channel channel) {
        streams.add(channel);
    }

    void responded(int status) {
        responses[Math.min(Math.max(status / 100, 1), 5)].increment();
    }

    void requestRefused(int status) {
        (status == 408 ? timedOutRequests : refusedRequests).increment();
    }

    /** Connections that carry a stream, or did. */
    ChannelGroup streams() {
        return streams;
    }
}
