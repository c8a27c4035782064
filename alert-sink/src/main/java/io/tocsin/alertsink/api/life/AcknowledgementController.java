package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.engine.Silence;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/**
 * Acknowledgements of alerts of others over HTTP: while one holds, the alerts that it meets and that began before it are not
 * escalated. The platform's own alerts are acknowledged where they live.
 */
@Controller("/api/v1/acknowledgements")
final class AcknowledgementController {

    private static final Duration STANDARD = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> FIELDS = Set.of("matchers", "duration", "created_by", "comment");

    private final EngineAccess engine;
    private final KeptSilences kept;
    private final ExecutorService executor;

    AcknowledgementController(EngineAccess engine, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.engine = engine;
        this.executor = executor;
        kept = new KeptSilences(
                engine,
                each -> each.effect() == Silence.Effect.ACKNOWLEDGE,
                "acknowledgement",
                AcknowledgementController::json);
    }

    /** Lists them, those that end first ahead. */
    @Get(produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> list() {
        return kept.list();
    }

    /** Makes one; it holds when this is answered. */
    @Post(consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> make(HttpRequest<?> request) {
        return Answers.withBody(request, executor, body -> kept.write(HttpStatus.CREATED, read(body, engine.now())));
    }

    /** Takes one back. */
    @Delete(uri = "/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<byte[]> end(String id) {
        return kept.end(id);
    }

    private static Silence read(JsonNode body, Instant now) {
        Fields fields = new Fields(body, FIELDS);
        var matchers = fields.matchers("matchers");
        Duration duration = fields.duration("duration").orElse(STANDARD);
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            fields.wrong("duration", "must be more than 0 and at most 30d");
        }
        String author = fields.required("created_by");
        String comment = fields.text("comment").orElse("");
        fields.check();
        return new Silence(
                UUID.randomUUID().toString(),
                matchers,
                now,
                now.plus(duration),
                now,
                author,
                comment,
                Map.of(),
                Silence.Effect.ACKNOWLEDGE,
                Optional.empty());
    }

    private static ObjectNode json(Silence each, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", each.id());
        json.put("state", each.state(now).text());
        json.set("matchers", MaintenanceWindows.matchers(each.matchers()));
        json.put("starts_at", each.startsAt().toString());
        json.put("ends_at", each.endsAt().toString());
        json.put("created_by", each.createdBy());
        json.put("comment", each.comment());
        return json;
    }
}
