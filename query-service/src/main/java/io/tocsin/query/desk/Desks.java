package io.tocsin.query.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.routing.KnownInstance;
import io.tocsin.query.routing.RoutingTables;
import io.tocsin.query.scatter.FailureKind;
import io.tocsin.query.scatter.IqException;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.service.http.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Asks any processor, the next one when one cannot be reached. Every processor knows the same rules, so it does not matter
 * which. A question that may have had an effect is not asked twice: only when nobody can have heard it. Thread-safe.
 */
public final class Desks {

    /** Path of what knows about rules. */
    public static final String RULES = "/iq/v1/rules";

    /** Path of what knows about the rules by which alerts become one incident. */
    public static final String CORRELATION_RULES = "/iq/v1/correlation-rules";

    /** Path of what tries rules on the past. */
    public static final String BACKTESTS = "/iq/v1/backtests";

    private final RoutingTables tables;
    private final DeskClient client;
    private final Duration timeout;

    /**
     * Makes it.
     *
     * @param timeout how long one processor may take to answer
     */
    public Desks(RoutingTables tables, DeskClient client, Duration timeout) {
        this.tables = tables;
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Asks one processor.
     *
     * @return its answer; fails with {@link UnavailableException} when none can be reached
     */
    public CompletionStage<JsonNode> ask(String path, ObjectNode question) {
        return ask(instances(), 0, path, StrictJson.write(question));
    }

    /** Asks the processor with an id; null when there is none of it now. */
    public CompletionStage<JsonNode> askInstance(String instance, String path, ObjectNode question) {
        for (KnownInstance known : instances()) {
            if (known.instance().id().equals(instance)) {
                return ask(List.of(known), 0, path, StrictJson.write(question));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Returns the ids of the processors that can be reached. */
    public List<String> reachable() {
        List<String> ids = new ArrayList<>();
        for (KnownInstance known : instances()) {
            if (known.reachable()) {
                ids.add(known.instance().id());
            }
        }
        return ids;
    }

    private List<KnownInstance> instances() {
        List<KnownInstance> known = new ArrayList<>(tables.current().instances());
        known.sort(Comparator.comparing((KnownInstance one) -> !one.reachable())
                .thenComparing(one -> one.instance().id()));
        return known;
    }

    private CompletionStage<JsonNode> ask(List<KnownInstance> instances, int index, String path, byte[] question) {
        if (index == instances.size()) {
            return CompletableFuture.failedFuture(
                    new UnavailableException("no processor can be reached that would know the rules", new TreeMap<>()));
        }
        return client.ask(instances.get(index).instance(), path, question, timeout)
                .handle((answer, error) -> {
                    if (error == null) {
                        return CompletableFuture.<JsonNode>completedStage(StrictJson.parse(answer));
                    }
                    IqException failure = typed(error);
                    return failure.failure().kind() == FailureKind.UNREACHABLE
                            ? ask(instances, index + 1, path, question)
                            : CompletableFuture.<JsonNode>failedStage(
                                    new UnavailableException("the processor did not answer in time", new TreeMap<>()));
                })
                .thenCompose(stage -> stage);
    }

    private static IqException typed(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof IqException known
                ? known
                : new IqException(FailureKind.FAILED, "the processor could not be asked", cause);
    }
}
