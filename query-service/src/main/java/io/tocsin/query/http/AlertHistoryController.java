package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.tocsin.query.command.AlertCommands;
import io.tocsin.query.view.AlertStory;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who did what, when and why: the history of one alert, and of all. */
@Controller("/api/v1/alerts")
final class AlertHistoryController {

    private static final int ID_SEGMENT = 3;

    private final AlertHistory history;
    private final AlertCommands alerts;
    private final AlertStory story;

    AlertHistoryController(AlertHistory history, AlertCommands alerts, AlertStory story) {
        this.story = story;
        this.history = history;
        this.alerts = alerts;
    }

    @Get(uri = "/history", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> all(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(
                request, "source", "environment", "kind", "actor", "from", "to", "limit", "cursor", "min_position");
        return Answers.with(() -> {
            AlertHistory.Wish wish = history.wish(parameters, null);
            return history.read(wish).thenApply(page -> AlertHistory.json(wish, page));
        });
    }

    @Get(uri = "/{id}/history", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters parameters =
                Parameters.strict(request, "kind", "actor", "from", "to", "limit", "cursor", "min_position");
        String id = RawPath.segment(request, ID_SEGMENT).toLowerCase(Locale.ROOT);
        return Answers.with(() -> {
            AlertHistory.Wish wish = history.wish(parameters, id);
            return history.read(wish).thenCompose(page -> {
                ObjectNode json = AlertHistory.json(wish, page);
                // The history outlives the alert; only where it is empty it matters whether there is such an alert.
                CompletionStage<ObjectNode> known = page.rows().isEmpty()
                        ? alerts.find(id, Map.of()).thenApply(any -> json)
                        : CompletableFuture.completedFuture(json);
                return known.thenCompose(steps -> story.addDeliveries(steps, id));
            });
        });
    }
}
