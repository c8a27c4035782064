package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.query.analysis.PostMortem;
import io.tocsin.query.command.ConflictException;
import io.tocsin.query.command.IncidentCommands;
import io.tocsin.query.command.IncidentEffect;
import io.tocsin.query.command.IncidentWish;
import io.tocsin.query.json.FreshnessJson;
import io.tocsin.query.json.IncidentJson;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentAction;
import io.tocsin.schemas.IncidentState;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Incidents: the list, one, its post-mortem, and what people ask of it. */
@Controller("/api/v1/incidents")
final class IncidentsController {

    private static final int ID_SEGMENT = 3;
    private static final int STEP = 200;
    private static final MediaType MARKDOWN = MediaType.of("text/markdown; charset=utf-8");

    private final ViewReader reader;
    private final IncidentCommands commands;

    IncidentsController(ViewReader reader, IncidentCommands commands) {
        this.reader = reader;
        this.commands = commands;
    }

    @Get(uri = "/", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> list(HttpRequest<?> request) {
        Parameters parameters = Parameters.strict(
                request, "state", "severity", "source", "environment", "owner", "from", "to", "limit", "cursor");
        Map<String, String> filter = new TreeMap<>();
        put(filter, "state", parameters.constants("state", IncidentState.class));
        put(filter, "severity", parameters.constants("severity", AlertSeverity.class));
        for (String name : List.of("source", "environment", "owner")) {
            Evaluations.put(filter, name, parameters.text(name));
        }
        Evaluations.put(filter, "from", parameters.time("from"));
        Evaluations.put(filter, "to", parameters.time("to"));
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        String after = parameters.cursor("incidents", filter);
        int step = Math.min(limit, STEP);
        return Answers.with(() -> reader.scan(
                        View.INCIDENTS,
                        Question.all(View.INCIDENTS.name(), reader.partitions(), step)
                                .filter(filter)
                                .after(after),
                        limit,
                        step)
                .thenApply(page -> Lists.json("incidents", filter, page, IncidentJson::summary)));
    }

    @Get(uri = "/{id}", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> one(HttpRequest<?> request) {
        Parameters.strict(request);
        return Answers.with(() -> commands.find(id(request)).thenApply(page -> {
            ObjectNode incident = IncidentJson.of(page.values().get(0));
            FreshnessJson.add(incident, page.freshness());
            return incident;
        }));
    }

    @Get(uri = "/{id}/post-mortem", produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> postMortem(HttpRequest<?> request) {
        Parameters.strict(request);
        return Answers.respond(commands.find(id(request)).thenApply(page -> {
            Incident incident = page.values().get(0);
            byte[] text = PostMortem.of(incident, reader.clock().instant()).getBytes(StandardCharsets.UTF_8);
            MutableHttpResponse<byte[]> response = HttpResponse.ok();
            return response.contentType(MARKDOWN)
                    .header("Cache-Control", "no-store")
                    .header("Content-Disposition", "inline; filename=\"" + incident.getId() + ".md\"")
                    .body(text);
        }));
    }

    @Post(uri = "/{id}/acknowledge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> acknowledge(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.plain(request, body, IncidentAction.ACKNOWLEDGE));
    }

    @Post(uri = "/{id}/unacknowledge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> unacknowledge(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.plain(request, body, IncidentAction.UNACKNOWLEDGE));
    }

    @Post(uri = "/{id}/resolve", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> resolve(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.plain(request, body, IncidentAction.RESOLVE));
    }

    @Post(uri = "/{id}/reopen", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> reopen(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.plain(request, body, IncidentAction.REOPEN));
    }

    @Post(uri = "/{id}/assign", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> assign(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.assign(request, body));
    }

    @Post(uri = "/{id}/notes", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> note(HttpRequest<?> request) {
        return change(request, body -> IncidentRequests.note(request, body));
    }

    @Post(uri = "/{id}/merge", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> merge(HttpRequest<?> request) {
        String id = id(request);
        return Answers.respond(RequestJson.read(request)
                .thenApply(body -> IncidentRequests.merge(request, body, id))
                .thenCompose(wish -> commands.find(id)
                        .thenCompose(page -> other(wish.other()).thenCompose(other -> {
                            if (id.equals(other.getMergedInto())) {
                                return CompletableFuture.completedFuture(
                                        new IncidentEffect(page.values().get(0), page.freshness(), true, null));
                            }
                            requireMergeable(page.values().get(0), other);
                            return commands.change(id, wish);
                        })))
                .thenApply(IncidentsController::response));
    }

    @Post(uri = "/{id}/split", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<?>> split(HttpRequest<?> request) {
        String id = id(request);
        return Answers.respond(RequestJson.read(request)
                .thenCompose(body -> {
                    IncidentWish wish = IncidentRequests.split(request, body);
                    return commands.change(id, wish, incident -> IncidentRequests.requireMembers(incident, body));
                })
                .thenApply(IncidentsController::response));
    }

    private CompletionStage<MutableHttpResponse<?>> change(
            HttpRequest<?> request, Function<ObjectNode, IncidentWish> wish) {
        return Answers.respond(RequestJson.read(request)
                .thenApply(wish)
                .thenCompose(asked -> commands.change(id(request), asked))
                .thenApply(IncidentsController::response));
    }

    /** Finds what is to become a part of another incident; that there is none is the body's mistake, not the path's. */
    private CompletionStage<Incident> other(String id) {
        return commands.find(id)
                .handle((page, error) -> {
                    if (error == null) {
                        return CompletableFuture.completedFuture(page.values().get(0));
                    }
                    Throwable cause =
                            error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                    return CompletableFuture.<Incident>failedFuture(
                            cause instanceof NotFoundException
                                    ? new ProblemException(Problem.unprocessable("incident", cause.getMessage()))
                                    : cause);
                })
                .thenCompose(stage -> stage);
    }

    private static void requireMergeable(Incident incident, Incident other) {
        if (!incident.getEnvironment().equals(other.getEnvironment())) {
            throw new ProblemException(Problem.unprocessable(
                    "incident",
                    "it is of the environment '" + other.getEnvironment() + "', not '" + incident.getEnvironment()
                            + "'"));
        }
        if (other.getState() == IncidentState.MERGED) {
            throw new ConflictException("that incident has become a part of " + other.getMergedInto());
        }
    }

    private static MutableHttpResponse<byte[]> response(IncidentEffect effect) {
        Incident shown = effect.created() == null ? effect.incident() : effect.created();
        ObjectNode json = IncidentJson.of(shown);
        FreshnessJson.add(json, effect.freshness());
        if (!effect.visible()) {
            return Answers.json(HttpStatus.ACCEPTED, json);
        }
        return effect.created() == null
                ? Answers.json(HttpStatus.OK, json)
                : Answers.json(HttpStatus.CREATED, json).header("Location", "/api/v1/incidents/" + shown.getId());
    }

    private static String id(HttpRequest<?> request) {
        return RawPath.segment(request, ID_SEGMENT).toLowerCase(Locale.ROOT);
    }

    private static void put(Map<String, String> filter, String name, List<? extends Enum<?>> constants) {
        if (!constants.isEmpty()) {
            filter.put(name, constants.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
    }
}
