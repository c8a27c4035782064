package io.tocsin.alertsink.api.alertmanager;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.alertsink.Alertmanager;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.dispatch.AlertInputs;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.RequestBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the paths of the API do. Thread-safe. */
final class AlertmanagerApi {

    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerApi.class);
    private static final long MAX_BODY = 64L << 20;
    private static final int CODE_WRONG_TYPE = 601;
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(10);

    private final Alertmanager alertmanager;
    private final AlertmanagerMetrics metrics;
    private final ExecutorService executor;

    AlertmanagerApi(Alertmanager alertmanager, AlertmanagerMetrics metrics, ExecutorService executor) {
        this.alertmanager = alertmanager;
        this.metrics = metrics;
        this.executor = executor;
    }

    CompletionStage<MutableHttpResponse<?>> postAlerts(HttpRequest<?> request) {
        return withBody(request, body -> {
            PostedAlerts posted =
                    PostedAlerts.parse(body, now(), alertmanager.config().resolveTimeout());
            metrics.received(posted);
            return inputs().alerts(posted.valid()).thenApply(written -> {
                if (!posted.invalid().isEmpty()) {
                    throw ApiError.text(400, String.join("; ", posted.invalid()));
                }
                return HttpResponse.<byte[]>ok();
            });
        });
    }

    CompletionStage<MutableHttpResponse<?>> alerts(HttpRequest<?> request) {
        return withView(() -> new Filters(request.getParameters()), (view, filters) -> {
            Predicate<String> receivers = filters.receivers(alertmanager.config());
            Predicate<EngineView.AlertStatus> alerts = filters.alerts();
            return PortionedAnswer.of(ApiJson.alerts(view.alerts(
                    now(), status -> status.receivers().stream().anyMatch(receivers) && alerts.test(status))));
        });
    }

    CompletionStage<MutableHttpResponse<?>> groups(HttpRequest<?> request) {
        return withView(() -> new Filters(request.getParameters()), (view, filters) -> {
            Predicate<String> receivers = filters.receivers(alertmanager.config());
            return PortionedAnswer.of(ApiJson.groups(view.groups(
                    now(), route -> receivers.test(route.receiver()), filters.wantsMuted(), filters.alerts())));
        });
    }

    CompletionStage<MutableHttpResponse<?>> silences(HttpRequest<?> request) {
        return withView(() -> new Filters(request.getParameters()), (view, filters) -> {
            Instant now = now();
            return json(ApiJson.silences(
                    view.silences(Silence.Effect.MUTE).stream()
                            .filter(filters.silences(now))
                            .sorted(Filters.order(now))
                            .toList(),
                    now));
        });
    }

    CompletionStage<MutableHttpResponse<?>> postSilence(HttpRequest<?> request) {
        return withBody(request, body -> {
            Silence wanted = PostedSilence.parse(body, now());
            return view().thenCompose(view -> {
                List<Silence> silences = PostedSilence.plan(wanted, view::silence, now());
                return write(silences)
                        .thenApply(done -> json(ApiJson.silenceId(
                                silences.get(silences.size() - 1).id())));
            });
        });
    }

    CompletionStage<MutableHttpResponse<?>> silence(String id) {
        return withView(() -> uuid(id), (view, uuid) -> view.silence(uuid)
                .map(each -> json(ApiJson.silence(each, now())))
                .orElseGet(HttpResponse::notFound));
    }

    CompletionStage<MutableHttpResponse<?>> expire(String id) {
        return guarded(() -> {
            String uuid = uuid(id);
            return view().thenCompose(view -> {
                Optional<Silence> known = view.silence(uuid);
                if (known.isEmpty()) {
                    return CompletableFuture.completedFuture(HttpResponse.<byte[]>notFound());
                }
                if (known.get().state(now()) == Silence.State.EXPIRED) {
                    return CompletableFuture.completedFuture(HttpResponse.<byte[]>ok());
                }
                return write(List.of(known.get().expired(now()))).thenApply(done -> HttpResponse.<byte[]>ok());
            });
        });
    }

    MutableHttpResponse<?> status() {
        return json(ApiJson.status(
                alertmanager.config(),
                alertmanager.startedAt(),
                alertmanager.handle().isAtWork()));
    }

    MutableHttpResponse<?> receivers(HttpRequest<?> request) {
        try {
            AlertmanagerConfig config = alertmanager.config();
            Predicate<String> wanted = new Filters(request.getParameters()).receivers(config);
            return json(ApiJson.receivers(config.receivers().stream()
                    .filter(each -> wanted.test(each.name()))
                    .toList()));
        } catch (ApiError wrong) {
            return wrong.response();
        }
    }

    private CompletableFuture<Void> write(List<Silence> silences) {
        return inputs().silences(silences)
                .thenCompose(offset -> alertmanager.handle().whenApplied(offset, KAFKA_PATIENCE));
    }

    private Instant now() {
        // What is kept has the precision of the clock that Kafka's records have.
        return Instant.ofEpochMilli(alertmanager.clock().millis());
    }

    private AlertInputs inputs() {
        return alertmanager.inputs().orElseThrow(AlertmanagerApi::away);
    }

    private CompletableFuture<EngineView> view() {
        return alertmanager.caughtUp().thenApply(view -> view.orElseThrow(AlertmanagerApi::away));
    }

    private static ApiError away() {
        return ApiError.text(503, "the alert engine is starting, or runs in another process");
    }

    private static String uuid(String id) {
        try {
            if (id.length() == 36) {
                UUID.fromString(id);
                return id;
            }
        } catch (IllegalArgumentException none) {
            LOG.trace("{} is no UUID", id);
        }
        throw ApiError.coded(422, CODE_WRONG_TYPE, "silenceID in path must be of type uuid: \"" + id + "\"");
    }

    /** Answers a question about the engine. */
    private interface Question<T> {
        MutableHttpResponse<?> answer(EngineView view, T asked);
    }

    private <T> CompletionStage<MutableHttpResponse<?>> withView(Supplier<T> asked, Question<T> question) {
        return guarded(() -> {
            T read = asked.get();
            return view().thenApplyAsync(view -> question.answer(view, read), executor);
        });
    }

    private CompletionStage<MutableHttpResponse<?>> withBody(
            HttpRequest<?> request, Function<byte[], CompletableFuture<MutableHttpResponse<?>>> action) {
        return guarded(() -> {
            String type = request.getHeaders().get("Content-Type");
            String media = type == null ? "application/octet-stream" : type.split(";", 2)[0].strip();
            if (!media.equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
                throw ApiError.coded(
                        415, 415, "unsupported media type \"" + media + "\", only [application/json] are allowed");
            }
            return RequestBody.read(request, MAX_BODY).toCompletableFuture().thenComposeAsync(action, executor);
        });
    }

    private CompletionStage<MutableHttpResponse<?>> guarded(
            Supplier<CompletableFuture<MutableHttpResponse<?>>> action) {
        CompletableFuture<MutableHttpResponse<?>> answer;
        try {
            answer = action.get();
        } catch (RuntimeException failed) {
            answer = CompletableFuture.failedFuture(failed);
        }
        return answer.orTimeout(KAFKA_PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)
                .exceptionally(AlertmanagerApi::failure)
                .thenApply(response -> response.header("Cache-Control", "no-store"));
    }

    private static MutableHttpResponse<?> failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof ApiError known) {
            return known.response();
        }
        if (cause instanceof ProblemException problem) {
            throw problem;
        }
        LOG.warn("A request could not be served: {}", cause.toString());
        return ApiError.text(503, "Kafka does not answer").response();
    }

    private static MutableHttpResponse<byte[]> json(byte[] body) {
        return HttpResponse.<byte[]>ok()
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(body);
    }
}
