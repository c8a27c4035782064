package io.tocsin.alertsink.api.alertmanager;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.tocsin.alertsink.Alertmanager;
import io.tocsin.alertsink.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/** The paths of Alertmanager, wherever they begin. */
abstract class AlertmanagerPaths {

    private static final MediaType UTF_8_TEXT = MediaType.of("text/plain; charset=utf-8");

    private final AlertmanagerApi api;
    private final Alertmanager alertmanager;

    AlertmanagerPaths(Alertmanager alertmanager, AlertmanagerMetrics metrics, ExecutorService executor) {
        this.alertmanager = alertmanager;
        api = new AlertmanagerApi(alertmanager, metrics, executor);
    }

    /** Takes alerts; answered once they are on Kafka. */
    @Post(uri = "/api/v2/alerts", consumes = MediaType.ALL, produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> postAlerts(HttpRequest<?> request) {
        return api.postAlerts(request);
    }

    /** Lists the alerts that are not over. */
    @Get(uri = "/api/v2/alerts", produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> alerts(HttpRequest<?> request) {
        return api.alerts(request);
    }

    /** Lists the groups with their alerts. */
    @Get(uri = "/api/v2/alerts/groups", produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> groups(HttpRequest<?> request) {
        return api.groups(request);
    }

    /** Lists the silences. */
    @Get(uri = "/api/v2/silences", produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> silences(HttpRequest<?> request) {
        return api.silences(request);
    }

    /** Makes or changes a silence; answered once it holds. */
    @Post(uri = "/api/v2/silences", consumes = MediaType.ALL, produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> postSilence(HttpRequest<?> request) {
        return api.postSilence(request);
    }

    /** Returns a silence. */
    @Get(uri = "/api/v2/silence/{id}", produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> silence(String id) {
        return api.silence(id);
    }

    /** Ends a silence. */
    @Delete(uri = "/api/v2/silence/{id}", consumes = MediaType.ALL, produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<?>> expire(String id) {
        return api.expire(id);
    }

    /** Returns the configuration and the version. */
    @Get(uri = "/api/v2/status", produces = MediaType.ALL)
    public MutableHttpResponse<?> status() {
        return api.status();
    }

    /** Lists the receivers. */
    @Get(uri = "/api/v2/receivers", produces = MediaType.ALL)
    public MutableHttpResponse<?> receivers(HttpRequest<?> request) {
        return api.receivers(request);
    }

    /** Loads the configuration file again; a wrong one is refused. */
    @Post(uri = "/-/reload", consumes = MediaType.ALL, produces = MediaType.ALL)
    public CompletionStage<MutableHttpResponse<byte[]>> reload() {
        try {
            return alertmanager
                    .reload()
                    .thenApply(done -> HttpResponse.<byte[]>ok())
                    .exceptionally(away -> text(HttpResponse.serverError(), "Kafka does not answer"));
        } catch (ConfigException wrong) {
            return CompletableFuture.completedFuture(
                    text(HttpResponse.serverError(), "failed to reload config: " + wrong.getMessage() + "\n"));
        }
    }

    /** The process lives. */
    @Get(uri = "/-/healthy", produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> healthy() {
        return text(HttpResponse.ok(), "OK");
    }

    /** Alerts are taken and told. */
    @Get(uri = "/-/ready", produces = MediaType.ALL)
    public MutableHttpResponse<byte[]> ready() {
        return isReady()
                ? text(HttpResponse.ok(), "OK")
                : text(HttpResponse.status(io.micronaut.http.HttpStatus.SERVICE_UNAVAILABLE), "not ready");
    }

    /** Returns whether alerts are taken and told. */
    abstract boolean isReady();

    static MutableHttpResponse<byte[]> text(MutableHttpResponse<byte[]> response, String text) {
        return response.contentType(UTF_8_TEXT).body(text.getBytes(StandardCharsets.UTF_8));
    }
}
