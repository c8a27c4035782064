package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.query.command.AlertCommands;
import io.tocsin.query.command.AlertOrder;
import io.tocsin.query.command.Effect;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What the paths that change an alert have in common: an optional body that names who asks and why, and an answer with the
 * alert as the command left it. 200 means that the effect is there, 202 that Kafka has the command and the effect is on its
 * way. Stateless.
 */
final class AlertRequests {

    private AlertRequests() {}

    /**
     * Changes an alert.
     *
     * @param idSegment number of the path segment with the alert's id
     * @param order reads the order from the body
     * @param commands carries the order out
     * @param json turns the alert into JSON
     */
    static CompletionStage<MutableHttpResponse<?>> change(
            HttpRequest<?> request,
            int idSegment,
            Function<ObjectNode, AlertOrder> order,
            AlertCommands commands,
            Function<Alert, ObjectNode> json) {
        String id = RawPath.segment(request, idSegment).toLowerCase(Locale.ROOT);
        return Answers.respond(RequestJson.read(request)
                .thenApply(order)
                .thenCompose(read -> commands.order(id, read))
                .thenApply(effect -> response(effect, json)));
    }

    /** Returns the order of a documented path: who asks is named in a field of its own, and nothing else is read. */
    static AlertOrder documented(AlertAction action, ObjectNode body, String actorField) {
        String actor = RequestJson.text(body, actorField, null, OrderJson.MAX_NAME);
        return AlertOrder.of(
                action,
                actor != null ? actor : RequestJson.text(body, "actor", OrderJson.NOBODY, OrderJson.MAX_NAME),
                RequestJson.text(body, "comment", null, OrderJson.MAX_COMMENT));
    }

    /** Returns the response that tells an effect. */
    static MutableHttpResponse<byte[]> response(Effect effect, Function<Alert, ObjectNode> json) {
        if (effect.alert() == null) {
            throw new UnavailableException(
                    "Kafka has the command, but the alert cannot be read now",
                    effect.freshness() == null
                            ? new TreeMap<>()
                            : effect.freshness().missing());
        }
        ObjectNode alert = json.apply(effect.alert());
        FreshnessJson.add(alert, effect.freshness());
        return Answers.json(effect.visible() ? HttpStatus.OK : HttpStatus.ACCEPTED, alert);
    }
}
