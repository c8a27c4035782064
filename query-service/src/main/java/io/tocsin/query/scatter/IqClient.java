package io.tocsin.query.scatter;

import io.tocsin.query.routing.Instance;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one processor instance over its private query RPC. Never blocks the caller. A stage fails with
 * {@link IqException}. Thread-safe.
 */
public interface IqClient {

    /** Asks what the instance can be asked for. */
    CompletableFuture<Inventory> inventory(Instance instance, Duration timeout);

    /** Asks the instance a question. */
    CompletableFuture<QueryResponse> query(Instance instance, QueryRequest request, Duration timeout);
}
