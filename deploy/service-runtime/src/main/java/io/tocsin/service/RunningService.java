package io.tocsin.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;

/** A service that has been started. Thread-safe. */
public final class RunningService implements AutoCloseable {

    private final ApplicationContext context;
    private final EmbeddedServer server;

    RunningService(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /** The beans. */
    public ApplicationContext context() {
        return context;
    }

    /** The port of the main listener. */
    public int port() {
        return server.getPort();
    }

    /** Where the main listener is. */
    public URI uri() {
        return server.getURI();
    }

    /**
     * Stops: first no new requests, then the beans in reverse order of their dependencies. Does nothing when it has been
     * stopped.
     */
    @Override
    public void close() {
        context.close();
    }
}
