package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.api.DeliveryJson;
import io.tocsin.alertsink.engine.AlertTrace;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.RoutingTree;
import io.tocsin.schemas.DeliveryLedgerEntry;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/** Why somebody was told of an alert, or was not; and who would be told of one. */
@Controller("/api/v1")
final class ExplainController {

    private static final int MAX_DELIVERIES = 100;

    private final EngineAccess engine;
    private final LedgerQueries ledger;
    private final ExecutorService executor;

    ExplainController(EngineAccess engine, AlertSink sink, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.engine = engine;
        ledger = sink.queries();
        this.executor = executor;
    }

    /**
     * Follows one alert: where it is routed, what mutes it, who was told, and each try to tell.
     *
     * @param id fingerprint of the labels, or id of an alert of the platform's own
     */
    @Get(uri = "/alerts/{id}/explain", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> explain(String id) {
        EngineView view = engine.view();
        Instant now = engine.now();
        Optional<AlertTrace> trace = view.trace(fingerprint(id, view).orElseThrow(ExplainController::missing), now);
        Set<String> names = new LinkedHashSet<>(List.of(id));
        trace.ifPresent(each -> names.add(each.alert().id()));
        LedgerQueries.Page page =
                ledger.page(row -> row.alerts().stream().anyMatch(names::contains), Optional.empty(), MAX_DELIVERIES);
        Map<String, List<DeliveryLedgerEntry>> byChannel = page.items().stream()
                .collect(Collectors.groupingBy(each -> each.getDelivery().getChannel()));
        ObjectNode json;
        if (trace.isPresent()) {
            json = TraceJson.of(trace.get(), channel -> deliveries(byChannel.getOrDefault(channel, List.of())), now);
        } else if (page.items().isEmpty()) {
            throw missing();
        } else {
            json = JsonNodeFactory.instance.objectNode().put("fingerprint", id).put("state", "forgotten");
        }
        ArrayNode all = json.putArray("deliveries");
        page.items().forEach(each -> all.add(DeliveryJson.of(each)));
        json.put("as_of", now.toString());
        json.put("partial", page.partial());
        return Answers.json(HttpStatus.OK, json);
    }

    /** Says who would be told of an alert with some labels, and by which way through the routes. */
    @Post(uri = "/routes/test", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> test(HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> Answers.json(HttpStatus.OK, route(body)));
    }

    private ObjectNode route(JsonNode body) {
        Fields fields = new Fields(body, Set.of("labels"));
        Map<String, String> given = fields.texts("labels");
        fields.check();
        given.values().removeIf(String::isEmpty);
        LabelSet labels = LabelSet.of(given);
        RoutingTree tree = engine.view()
                .config()
                .orElseThrow(() -> new ProblemException(Problem.unavailable(
                        "the alert engine waits for its configuration", java.time.Duration.ofSeconds(1))))
                .tree();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Set<String> receivers = new LinkedHashSet<>();
        ArrayNode routes = JsonNodeFactory.instance.arrayNode();
        for (List<Route> path : tree.paths(labels)) {
            Route last = path.get(path.size() - 1);
            receivers.add(last.receiver());
            ObjectNode route = routes.addObject();
            route.put("receiver", last.receiver());
            route.set("path", TraceJson.path(path));
            route.put("group_key", last.groupKey(last.groupLabels(labels)));
            route.set("settings", TraceJson.settings(last));
        }
        ArrayNode names = json.putArray("receivers");
        receivers.forEach(names::add);
        json.set("routes", routes);
        ArrayNode steps = json.putArray("escalations");
        tree.match(labels).stream().filter(Route::isEscalation).forEach(each -> {
            ObjectNode step = steps.addObject();
            step.put("id", each.id());
            step.put("receiver", each.receiver());
            step.set("settings", TraceJson.settings(each));
        });
        return json;
    }

    private static OptionalLong fingerprint(String id, EngineView view) {
        OptionalLong own = view.find(id);
        if (own.isPresent() || !id.matches("[0-9a-f]{16}")) {
            return own;
        }
        return OptionalLong.of(Long.parseUnsignedLong(id, 16));
    }

    private static ArrayNode deliveries(List<DeliveryLedgerEntry> entries) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        entries.forEach(each -> json.add(DeliveryJson.of(each)));
        return json;
    }

    private static ProblemException missing() {
        return new ProblemException(Problem.notFound("there is no such alert; it may have been forgotten"));
    }
}
