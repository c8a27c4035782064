package io.tocsin.service.http.connection;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.tocsin.service.http.Problem;
import io.tocsin.service.settings.Settings;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Puts a guard on every connection. */
@Singleton
final class GuardInstaller implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ConnectionLimits limits;
    private final CallerPolicy callers;
    private final ConnectionCount count;

    GuardInstaller(Settings settings, ConnectionCount count) {
        this.limits = ConnectionLimits.of(settings);
        this.callers = CallerPolicy.of(settings);
        this.count = count;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new Customizer(null));
        return registry;
    }

    private final class Customizer implements NettyServerCustomizer {
        private final Channel channel;

        Customizer(Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel newChannel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Customizer(newChannel) : this;
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel == null) {
                return;
            }
            ConnectionGuard guard = new ConnectionGuard(limits, callers, count);
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addBefore(
                    ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "tocsin-byte-watch", new ByteWatch(guard));
            pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "tocsin-guard", guard);
            if (!count.admit(channel, limits.maxConnections())) {
                refuse(pipeline);
            }
        }

        /** Written before the codec, which would wait for a request to answer. */
        private void refuse(ChannelPipeline pipeline) {
            byte[] body =
                    Problem.unavailable("Too many connections.", RETRY_AFTER).toBytes();
            String head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: " + Problem.MEDIA_TYPE
                    + "\r\nContent-Length: " + body.length + "\r\nRetry-After: " + RETRY_AFTER.toSeconds()
                    + "\r\nConnection: close\r\n\r\n";
            pipeline.context("tocsin-byte-watch")
                    .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
