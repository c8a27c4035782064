package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Maintenance windows over HTTP: stretches of time, once or recurring, in which nobody is told of some alerts. */
@Controller("/api/v1/maintenance-windows")
final class MaintenanceController {

    private final EngineAccess engine;
    private final ExecutorService executor;

    MaintenanceController(EngineAccess engine, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.engine = engine;
        this.executor = executor;
    }

    /** Lists them, those that end first ahead. */
    @Get(produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> list() {
        Instant now = engine.now();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        engine.view().silences().stream()
                .filter(MaintenanceWindows::isOne)
                .sorted(Comparator.comparing(Silence::endsAt).thenComparing(Silence::id))
                .forEach(each -> items.add(MaintenanceWindows.json(each, now)));
        body.put("as_of", now.toString());
        return Answers.json(HttpStatus.OK, body);
    }

    /** Returns one with its next windows. */
    @Get(uri = "/{id}", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> one(String id) {
        return Answers.json(HttpStatus.OK, MaintenanceWindows.json(find(id), engine.now()));
    }

    /** Makes one; it holds when this is answered. */
    @Post(consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> make(HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> {
            Silence made = MaintenanceWindows.read(UUID.randomUUID().toString(), body, engine.now());
            engine.write(made);
            return Answers.json(HttpStatus.CREATED, MaintenanceWindows.json(made, engine.now()))
                    .header("Location", "/api/v1/maintenance-windows/" + made.id());
        });
    }

    /** Changes one; the change holds when this is answered. */
    @Put(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> change(String id, HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> {
            Silence known = find(id);
            if (known.state(engine.now()) == Silence.State.EXPIRED) {
                throw new ProblemException(Problem.conflict("the maintenance window is over"));
            }
            Silence changed = MaintenanceWindows.read(known.id(), body, engine.now());
            engine.write(changed);
            return Answers.json(HttpStatus.OK, MaintenanceWindows.json(changed, engine.now()));
        });
    }

    /** Ends one; it does not hold any more when this is answered. */
    @Delete(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> end(String id) {
        Silence known = find(id);
        if (known.state(engine.now()) != Silence.State.EXPIRED) {
            engine.write(known.expired(engine.now()));
        }
        return HttpResponse.noContent();
    }

    private Silence find(String id) {
        return engine.view()
                .silence(id)
                .filter(MaintenanceWindows::isOne)
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such maintenance window")));
    }
}
