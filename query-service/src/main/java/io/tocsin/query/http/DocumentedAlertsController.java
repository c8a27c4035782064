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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Alerts on the paths of the earlier systems, in their words. */
@Controller
final class DocumentedAlertsController {

    private static final int RESOLVE_ID_SEGMENT = 1;
    private static final int ACKNOWLEDGE_ID_SEGMENT = 3;
    private static final int MAX_TITLE = 200;
    private static final int MAX_DESCRIPTION = 2_000;
    private static final String DEFAULT_TITLE = "Test alert";

    private static final Set<AlertState> ACTIVE = EnumSet.of(AlertState.FIRING, AlertState.RECOVERING);
    private static final Set<AlertState> OPEN =
            EnumSet.of(AlertState.FIRING, AlertState.RECOVERING, AlertState.ACKNOWLEDGED);
    private static final Set<AlertState> TOLD = EnumSet.complementOf(EnumSet.of(AlertState.PENDING));

    private final Alerts alerts;
    private final AlertCommands commands;
    private final Positions positions;

    DocumentedAlertsController(Alerts alerts, AlertCommands commands, Positions positions) {
        this.alerts = alerts;
        this.commands = commands;
        this.positions = positions;
    }

    @Get(uri = "/alerts", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> all(HttpRequest<?> request) {
        Parameters parameters = Parameters.lenient(request);
        return list(parameters, states(parameters));
    }

    @Get(uri = "/api/health/alerts", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> active(HttpRequest<?> request) {
        return list(Parameters.lenient(request), OPEN);
    }

    @Post(uri = "/alerts/{id}/resolve", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> resolve(HttpRequest<?> request) {
        return AlertRequests.change(
                request,
                RESOLVE_ID_SEGMENT,
                body -> AlertRequests.documented(AlertAction.RESOLVE, body, "resolved_by"),
                commands,
                AlertJson::documented);
    }

    @Post(uri = "/api/health/alerts/{id}/acknowledge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> acknowledge(HttpRequest<?> request) {
        return AlertRequests.change(
                request,
                ACKNOWLEDGE_ID_SEGMENT,
                body -> AlertRequests.documented(AlertAction.ACKNOWLEDGE, body, "acknowledged_by"),
                commands,
                AlertJson::documented);
    }

    @Post(uri = "/test-alert", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> test(HttpRequest<?> request) {
        return Answers.respond(RequestJson.read(request)
                .thenCompose(body -> commands.test(
                        severity(body),
                        RequestJson.text(body, "title", DEFAULT_TITLE, MAX_TITLE),
                        RequestJson.text(body, "description", null, MAX_DESCRIPTION),
                        RequestJson.text(body, "actor", "anonymous", MAX_TITLE)))
                .thenApply(effect -> AlertRequests.response(effect, AlertJson::documented)));
    }

    private CompletionStage<MutableHttpResponse<?>> list(Parameters parameters, Set<AlertState> states) {
        Map<String, String> filter =
                Alerts.filter(List.copyOf(states), parameters.constants("severity", AlertSeverity.class));
        Evaluations.put(filter, "source", parameters.text("source"));
        Evaluations.put(filter, "environment", parameters.text("environment"));
        Evaluations.put(filter, "from", parameters.time("start_time"));
        Evaluations.put(filter, "to", parameters.time("end_time"));
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String after = parameters.cursor("alerts", filter);
        Map<String, Long> position = parameters.position(positions);
        return Answers.with(() -> alerts.list(filter, after, limit, position).thenApply(found -> {
            ObjectNode list = Json.object();
            var shown = list.putArray("alerts");
            found.alerts().forEach(alert -> shown.add(AlertJson.documented(alert)));
            list.put("total", found.total() < 0 ? null : Long.valueOf(found.total()));
            list.put("next_cursor", found.next() == null ? null : Cursor.of("alerts", filter, found.next()));
            FreshnessJson.add(list, found.freshness());
            return list;
        }));
    }

    /** A status of the earlier system stands for several states; {@code active=true} is short for the open ones. */
    private static Set<AlertState> states(Parameters parameters) {
        if (parameters.text("active") != null) {
            return parameters.flag("active", true) ? OPEN : EnumSet.of(AlertState.RESOLVED);
        }
        Set<AlertState> states = EnumSet.noneOf(AlertState.class);
        for (String status : statuses(parameters)) {
            states.addAll(
                    switch (status) {
                        case "active" -> ACTIVE;
                        case "acknowledged" -> Set.of(AlertState.ACKNOWLEDGED);
                        case "resolved" -> Set.of(AlertState.RESOLVED);
                        default ->
                            throw Parameters.invalid(
                                    "status", "'" + status + "' is none of active, acknowledged, resolved");
                    });
        }
        return states.isEmpty() ? TOLD : states;
    }

    private static List<String> statuses(Parameters parameters) {
        List<String> statuses = new ArrayList<>();
        for (String text : parameters.texts("status")) {
            statuses.addAll(List.of(text.toLowerCase(Locale.ROOT).split(",")));
        }
        return statuses;
    }

    private static AlertSeverity severity(ObjectNode body) {
        String text = RequestJson.text(body, "severity", AlertSeverity.WARNING.name(), MAX_TITLE);
        for (AlertSeverity severity : AlertSeverity.values()) {
            if (severity.name().equalsIgnoreCase(text)) {
                return severity;
            }
        }
        throw new io.tocsin.service.http.ProblemException(io.tocsin.service.http.Problem.unprocessable(
                "severity", "expected one of info, warning, critical, emergency"));
    }
}
