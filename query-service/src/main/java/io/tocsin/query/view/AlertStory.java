package io.tocsin.query.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.service.AlertDeliveries;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Adds to the history of an alert whom it was told, where that can be asked for. Never blocks; thread-safe. */
public final class AlertStory {

    private static final String NONE = "no alert sink is known to this query service (query.alert-sink-url)";
    private static final String AWAY = "the alert sink does not answer now";

    private final AlertDeliveries deliveries;

    /**
     * Makes one.
     *
     * @param deliveries where deliveries can be asked for, or null
     */
    public AlertStory(AlertDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * Adds {@code deliveries} and {@code deliveries_note}. The steps of an alert are worth an answer without its
     * deliveries, so that these cannot be had is said and is no failure.
     */
    public CompletionStage<ObjectNode> addDeliveries(ObjectNode history, String fingerprint) {
        if (deliveries == null) {
            return CompletableFuture.completedFuture(without(history, NONE));
        }
        return deliveries.about(fingerprint).handle((list, error) -> {
            if (error != null) {
                return without(history, AWAY);
            }
            history.set("deliveries", list.path("items"));
            boolean all = !list.path("partial").asBoolean()
                    && list.path("next_cursor").isNull();
            return history.put("deliveries_note", all ? null : "there may be more than these");
        });
    }

    private static ObjectNode without(ObjectNode history, String why) {
        return history.putNull("deliveries").put("deliveries_note", why);
    }
}
