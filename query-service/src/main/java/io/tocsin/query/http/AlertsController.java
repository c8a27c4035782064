package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.command.AlertCommands;
import io.tocsin.query.json.AlertJson;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.Json;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Alerts in our own form: the list, one, and what people ask of it. */
@Controller("/api/v1/alerts")
final class AlertsController {

    private static final int ID_SEGMENT = 3;

    private final Alerts alerts;
    private final AlertCommands commands;
    private final OrderJson orders;
    private final Positions positions;

    AlertsController(Alerts alerts, AlertCommands commands, OrderJson orders, Positions positions) {
        this.alerts = alerts;
        this.commands = commands;
        this.orders = orders;
        this.positions = positions;
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(
                request, "state", "severity", "source", "environment", "from", "to", "limit", "cursor", "min_position");
        Map<String, String> filter = Alerts.filter(
                parameters.constants("state", AlertState.class), parameters.constants("severity", AlertSeverity.class));
        Evaluations.put(filter, "source", parameters.text("source"));
        Evaluations.put(filter, "environment", parameters.text("environment"));
        Evaluations.put(filter, "from", parameters.time("from"));
        Evaluations.put(filter, "to", parameters.time("to"));
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String after = parameters.cursor("alerts", filter);
        Map<String, Long> position = parameters.position(positions);
        return Answers.with(() -> alerts.list(filter, after, limit, position).thenApply(found -> {
            ObjectNode list = Json.object();
            var items = list.putArray("items");
            found.alerts().forEach(alert -> items.add(AlertJson.of(alert)));
            list.put("next_cursor", found.next() == null ? null : Cursor.of("alerts", filter, found.next()));
            list.put("total", found.total() < 0 ? null : Long.valueOf(found.total()));
            FreshnessJson.add(list, found.freshness());
            return list;
        }));
    }

    @Get(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(request, "min_position");
        String id = RawPath.segment(request, ID_SEGMENT).toLowerCase(Locale.ROOT);
        Map<String, Long> position = parameters.position(positions);
        return Answers.with(() -> commands.find(id, position).thenApply(page -> {
            ObjectNode alert = AlertJson.of(page.values().get(0));
            FreshnessJson.add(alert, page.freshness());
            return alert;
        }));
    }

    @Post(uri = "/{id}/acknowledge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> acknowledge(HttpRequest<?> request) {
        return order(request, AlertAction.ACKNOWLEDGE);
    }

    @Post(uri = "/{id}/unacknowledge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> unacknowledge(HttpRequest<?> request) {
        return order(request, AlertAction.UNACKNOWLEDGE);
    }

    @Post(uri = "/{id}/assign", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> assign(HttpRequest<?> request) {
        return order(request, AlertAction.ASSIGN);
    }

    @Post(uri = "/{id}/comment", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> comment(HttpRequest<?> request) {
        return order(request, AlertAction.COMMENT);
    }

    @Post(uri = "/{id}/snooze", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> snooze(HttpRequest<?> request) {
        return order(request, AlertAction.SNOOZE);
    }

    @Post(uri = "/{id}/unsnooze", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> unsnooze(HttpRequest<?> request) {
        return order(request, AlertAction.UNSNOOZE);
    }

    @Post(uri = "/{id}/resolve", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> resolve(HttpRequest<?> request) {
        return order(request, AlertAction.RESOLVE);
    }

    private CompletionStage<MutableHttpResponse<?>> order(HttpRequest<?> request, AlertAction action) {
        return AlertRequests.change(
                request, ID_SEGMENT, body -> orders.read(request, action, body), commands, AlertJson::of);
    }
}
