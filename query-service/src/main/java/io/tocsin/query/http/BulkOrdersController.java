package io.tocsin.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.command.AlertOrder;
import io.tocsin.query.command.BulkOrders;
import io.tocsin.query.json.Json;
import io.tocsin.schemas.AlertAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One order to many alerts, with a result for each of them in the order in which they were named. */
@Controller("/api/v1/alerts/bulk")
final class BulkOrdersController {

    /** Alerts of one request at most. */
    static final int MOST = 1_000;

    private static final int MAX_ID = 200;
    private static final Map<String, AlertAction> ORDERS = new LinkedHashMap<>();

    static {
        for (AlertAction action : List.of(
                AlertAction.ACKNOWLEDGE,
                AlertAction.UNACKNOWLEDGE,
                AlertAction.ASSIGN,
                AlertAction.COMMENT,
                AlertAction.SNOOZE,
                AlertAction.UNSNOOZE,
                AlertAction.RESOLVE)) {
            ORDERS.put(action.name().toLowerCase(Locale.ROOT), action);
        }
    }

    private final BulkOrders bulk;
    private final OrderJson orders;

    BulkOrdersController(BulkOrders bulk, OrderJson orders) {
        this.bulk = bulk;
        this.orders = orders;
    }

    @Post(uri = "/", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> order(HttpRequest<?> request) {
        return Answers.respond(RequestJson.read(request).thenCompose(body -> {
            List<String> ids = ids(body.path("ids"));
            AlertOrder order = orders.read(request, action(body), body, "ids", "order");
            return bulk.order(ids, order).thenApply(outcomes -> Answers.ok(json(outcomes)));
        }));
    }

    private static AlertAction action(ObjectNode body) {
        String name = RequestJson.text(body, "order", "", MAX_ID);
        AlertAction action = ORDERS.get(name.toLowerCase(Locale.ROOT));
        if (action == null) {
            throw OrderJson.unprocessable("order", "'" + name + "' is none of " + String.join(", ", ORDERS.keySet()));
        }
        return action;
    }

    private static List<String> ids(JsonNode given) {
        if (!(given instanceof ArrayNode array) || array.isEmpty() || array.size() > MOST) {
            throw OrderJson.unprocessable("ids", "expected an array of 1 to " + MOST + " ids of alerts");
        }
        List<String> ids = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            JsonNode id = array.get(i);
            if (!id.isTextual() || id.textValue().isEmpty() || id.textValue().length() > MAX_ID) {
                throw OrderJson.unprocessable("ids[" + i + "]", "expected the id of an alert");
            }
            ids.add(id.textValue().toLowerCase(Locale.ROOT));
        }
        return ids;
    }

    private static ObjectNode json(List<BulkOrders.Outcome> outcomes) {
        ObjectNode json = Json.object();
        ArrayNode results = json.putArray("results");
        int done = 0;
        int accepted = 0;
        for (BulkOrders.Outcome outcome : outcomes) {
            done += outcome.result() == BulkOrders.Result.DONE ? 1 : 0;
            accepted += outcome.result() == BulkOrders.Result.ACCEPTED ? 1 : 0;
            ObjectNode result = results.addObject();
            result.put("id", outcome.id());
            result.put("status", status(outcome.result()));
            result.put(
                    "state",
                    outcome.alert() == null ? null : outcome.alert().getState().name());
            result.put("detail", outcome.why());
        }
        json.put("done", done);
        json.put("accepted", accepted);
        json.put("failed", outcomes.size() - done - accepted);
        return json;
    }

    private static int status(BulkOrders.Result result) {
        return switch (result) {
            case DONE -> 200;
            case ACCEPTED -> 202;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case UNAVAILABLE -> 503;
        };
    }
}
