package io.tocsin.query.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.query.QuerySettings;
import io.tocsin.service.Roles;
import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A query service as it runs, over fake processors: two of them, each active for one half and standby for the other. */
public final class RunningQuery implements AutoCloseable {

    public static final int PARTITIONS = 4;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public final FakeCluster cluster = new FakeCluster(PARTITIONS);
    public final FakeProcessor left =
            new FakeProcessor("left", cluster).active(0, 1).standby(2, 3);
    public final FakeProcessor right =
            new FakeProcessor("right", cluster).active(2, 3).standby(0, 1);
    public final FakeKafka kafka = new FakeKafka(cluster, List.of(left, right));
    public final RunningService service;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningQuery(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(Map.of(
                CommonSettings.HTTP_PORT.name(), "0",
                CommonSettings.HTTP_COMPAT_PORTS.name(), "",
                QuerySettings.SUMMARY_AGE.name(), "0s",
                QuerySettings.INVENTORY_INTERVAL.name(), "100ms",
                // The fakes announce themselves once.
                QuerySettings.INSTANCE_SILENCE.name(), "1h"));
        all.putAll(overrides);
        service = ServiceRunner.start(
                Settings.of(new SettingsCatalogue(CommonSettings.ALL, QuerySettings.ALL), all),
                Set.of(Roles.QUERY),
                kafka);
    }

    /** Starts a service and waits until its routing table is complete. */
    public static RunningQuery start() {
        return start(Map.of());
    }

    public static RunningQuery start(Map<String, String> overrides) {
        RunningQuery running = new RunningQuery(overrides);
        running.awaitReady();
        return running;
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<byte[]> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Returns the JSON of a path that must answer 200. */
    public JsonNode json(String path) {
        HttpResponse<byte[]> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + new String(response.body()));
        }
        return json(response);
    }

    public static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    @Override
    public void close() {
        service.close();
        left.close();
        right.close();
    }

    private void awaitReady() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (get("/readyz").statusCode() != 200) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "not ready: " + new String(get("/readyz").body()));
            }
            Thread.onSpinWait();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
