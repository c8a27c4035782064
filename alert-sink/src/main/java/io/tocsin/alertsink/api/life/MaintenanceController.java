package io.tocsin.alertsink.api.life;

import io.micronaut.http.HttpRequest;
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
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Maintenance windows over HTTP: stretches of time, once or recurring, in which nobody is told of some alerts. */
@Controller("/api/v1/maintenance-windows")
final class MaintenanceController {

    private final EngineAccess engine;
    private final KeptSilences kept;
    private final ExecutorService executor;

    MaintenanceController(EngineAccess engine, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.engine = engine;
        this.executor = executor;
        kept = new KeptSilences(engine, MaintenanceWindows::isOne, "maintenance window", MaintenanceWindows::json);
    }

    /** Lists them, those that end first ahead. */
    @Get(produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> list() {
        return kept.list();
    }

    /** Returns one with its next windows. */
    @Get(uri = "/{id}", produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> one(String id) {
        return Answers.json(HttpStatus.OK, MaintenanceWindows.json(kept.find(id), engine.now()));
    }

    /** Makes one; it holds when this is answered. */
    @Post(consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> make(HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> {
            Silence made = MaintenanceWindows.read(UUID.randomUUID().toString(), body, engine.now());
            return kept.write(HttpStatus.CREATED, made).header("Location", "/api/v1/maintenance-windows/" + made.id());
        });
    }

    /** Changes one; the change holds when this is answered. */
    @Put(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> change(String id, HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> {
            Silence known = kept.find(id);
            if (known.state(engine.now()) == Silence.State.EXPIRED) {
                throw new ProblemException(Problem.conflict("the maintenance window is over"));
            }
            return kept.write(HttpStatus.OK, MaintenanceWindows.read(known.id(), body, engine.now()));
        });
    }

    /** Ends one; it does not hold any more when this is answered. */
    @Delete(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> end(String id) {
        return kept.end(id);
    }
}
