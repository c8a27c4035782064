package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tocsin.alertsink.AlertSink;
import io.tocsin.alertsink.ledger.LedgerQueries;
import io.tocsin.alertsink.notification.NotificationDesk;
import io.tocsin.service.http.Problem;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import io.tocsin.service.http.StrictJson;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** Notifications as the earlier systems documented them, over the same outbox and ledger as all deliveries. */
@Controller("/api/notifications")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NotificationController {

    private static final int MAX_BODY = 1_024 * 1_024;

    private final LedgerQueries queries;
    private final NotificationDesk desk;
    private final ExecutorService blocking;

    NotificationController(AlertSink sink, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        queries = sink.queries();
        desk = sink.notifications();
        this.blocking = blocking;
    }

    /** Lists notifications, the latest first. */
    @Get(uri = "/", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> list(
            @Nullable @QueryValue String status,
            @Nullable @QueryValue String channel,
            @Nullable @QueryValue String limit,
            @Nullable @QueryValue String cursor) {
        DeliveryFilter filter = DeliveryFilter.parse(
                Optional.ofNullable(status).map(NotificationJson::states),
                Optional.ofNullable(channel),
                Optional.empty(),
                Optional.ofNullable(limit),
                Optional.ofNullable(cursor));
        LedgerQueries.Page page = queries.page(filter, filter.after(), filter.limit());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("notifications");
        page.items().forEach(each -> items.add(NotificationJson.of(each)));
        body.put("total", queries.count(filter));
        body.put("next_cursor", page.last().map(DeliveryFilter::cursor).orElse(null));
        body.put("partial", page.partial());
        return json(body);
    }

    /** Lists the channels. */
    @Get(uri = "/channels", produces = MediaType.ALL)
    MutableHttpResponse<byte[]> channels() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode channels = body.putArray("channels");
        for (NotificationDesk.ConfiguredChannel each : desk.channels()) {
            ObjectNode channel = channels.addObject();
            channel.put("name", each.name());
            channel.put("type", each.type());
            channel.put("enabled", true);
        }
        return json(body);
    }

    /** Sends a notification that the body tells. */
    @Post(uri = "/", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> create(HttpRequest<?> request) {
        return RequestBody.read(request, MAX_BODY)
                .thenApplyAsync(bytes -> NotificationRequests.one(StrictJson.parse(bytes)), blocking)
                .thenCompose(desk::send)
                .thenApply(taken -> json(NotificationJson.of(taken)))
                .exceptionally(NotificationController::refuse);
    }

    /** Does the same with many notifications; each has a result of its own. */
    @Post(uri = "/bulk", consumes = MediaType.ALL, produces = MediaType.ALL)
    CompletionStage<MutableHttpResponse<byte[]>> bulk(HttpRequest<?> request) {
        return RequestBody.read(request, MAX_BODY)
                .thenComposeAsync(
                        bytes -> NotificationBulk.read(StrictJson.parse(bytes)).carryOut(desk, blocking), blocking)
                .thenApply(NotificationController::json)
                .exceptionally(NotificationController::refuse);
    }

    private static MutableHttpResponse<byte[]> refuse(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof ProblemException refused) {
            throw refused;
        }
        if (cause instanceof org.apache.kafka.common.KafkaException) {
            throw new ProblemException(
                    Problem.unavailable("Kafka did not take the notification", Duration.ofSeconds(2)));
        }
        throw new CompletionException(cause);
    }

    private static MutableHttpResponse<byte[]> json(JsonNode body) {
        return HttpResponse.ok(StrictJson.write(body)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
