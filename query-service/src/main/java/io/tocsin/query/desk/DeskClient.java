package io.tocsin.query.desk;

import io.tocsin.query.routing.Instance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks one processor something in JSON. Thread-safe. */
public interface DeskClient {

    /**
     * Asks.
     *
     * @param path path of the desk at the processor
     * @param question JSON
     * @return the answer's JSON; fails with {@link io.tocsin.query.scatter.IqException}
     */
    CompletableFuture<byte[]> ask(Instance instance, String path, byte[] question, Duration timeout);
}
