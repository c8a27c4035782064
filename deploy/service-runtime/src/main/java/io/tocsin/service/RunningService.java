package io.tocsin.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.tocsin.service.http.connection.StreamStopper;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that has been started. Thread-safe. */
public final class RunningService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);

    /** How long requests under way may take to end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final ApplicationContext context;
    private final NettyEmbeddedServer server;
    private final String host;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    RunningService(ApplicationContext context, NettyEmbeddedServer server, String host, int port) {
        this.context = context;
        this.server = server;
        this.host = host;
        this.port = port;
    }

    /** The beans. */
    public ApplicationContext context() {
        return context;
    }

    /** The port of the main listener. */
    public int port() {
        return port;
    }

    /** Where the main listener is. */
    public URI uri() {
        boolean ipv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return URI.create("http://" + (ipv6 ? "[" + host + "]" : host) + ":" + port);
    }

    /**
     * Stops: first nothing new is taken in, requests under way end and streams are told to come back, then the beans are
     * destroyed, each before those that it needs. Does nothing when it has been stopped.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            drain();
            context.close();
        }
    }

    private void drain() {
        context.getBean(StreamStopper.class).stopStreams();
        try {
            server.shutdownGracefully().toCompletableFuture().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Some requests did not end within {} s; closing their connections", DRAIN.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn("The HTTP server did not stop cleanly", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
