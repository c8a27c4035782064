package io.tocsin.standalone.run;

import io.micronaut.context.annotation.Primary;
import io.tocsin.processor.runtime.ProcessorRuntime;
import io.tocsin.query.routing.Instance;
import io.tocsin.query.scatter.FailureKind;
import io.tocsin.query.scatter.HttpIqClient;
import io.tocsin.query.scatter.IqClient;
import io.tocsin.query.scatter.IqException;
import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the processor of this process directly, and every other over HTTP. What is asked, and what is checked of the
 * answer, is the same; the way there leaves out an HTTP client and a server, which share the cores with what answers.
 * Inventories are always asked for over HTTP, so that the endpoint which others rely on is seen to work. Thread-safe.
 */
@Singleton
@Primary
final class LocalIqClient implements IqClient {

    private final ProcessorRuntime processor;
    private final HttpIqClient remote;

    LocalIqClient(ProcessorRuntime processor, HttpIqClient remote) {
        this.processor = processor;
        this.remote = remote;
    }

    @Override
    public CompletableFuture<Inventory> inventory(Instance instance, Duration timeout) {
        return remote.inventory(instance, timeout);
    }

    @Override
    public CompletableFuture<QueryResponse> query(Instance instance, QueryRequest request, Duration timeout) {
        if (!processor.instance().equals(instance.id())) {
            return remote.query(instance, request, timeout);
        }
        return processor
                .ask(request)
                .orTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
                .exceptionally(error -> {
                    throw typed(error);
                });
    }

    private static IqException typed(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof TimeoutException) {
            return new IqException(FailureKind.TIMEOUT, "no answer in time", cause);
        }
        return new IqException(FailureKind.FAILED, "the instance is overloaded or closing, or it failed", cause);
    }
}
