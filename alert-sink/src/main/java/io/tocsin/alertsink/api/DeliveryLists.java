package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.service.AlertDeliveries;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists deliveries as JSON, for their own path and for the history of an alert. Thread-safe. */
@Singleton
final class DeliveryLists implements AlertDeliveries {

    private final LedgerQueries queries;

    DeliveryLists(AlertSink sink) {
        queries = sink.queries();
    }

    @Override
    public CompletionStage<ObjectNode> about(String fingerprint) {
        return CompletableFuture.completedFuture(list(DeliveryFilter.parse(
                Optional.empty(),
                Optional.empty(),
                Optional.of(fingerprint),
                Optional.of(Integer.toString(MOST)),
                Optional.empty())));
    }

    /** Returns a page of deliveries. */
    ObjectNode list(DeliveryFilter filter) {
        LedgerQueries.Page page = queries.page(filter, filter.after(), filter.limit());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(each -> items.add(DeliveryJson.of(each)));
        body.put("next_cursor", page.last().map(DeliveryFilter::cursor).orElse(null));
        body.put("as_of", Instant.ofEpochMilli(page.asOf()).toString());
        body.put("partial", page.partial());
        body.put("truncated", page.truncated());
        return body;
    }
}
