package io.tocsin.gateway.rig;

import io.tocsin.embedded.EmbeddedKafka;
import io.tocsin.gateway.GatewaySettings;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A gateway over a broker of its own, and a client for it. */
public final class GatewayRig implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final Path folder;
    private final RunningService service;
    private final HttpClient client = HttpClient.newHttpClient();

    private GatewayRig(EmbeddedKafka kafka, Path folder, Map<String, String> settings) {
        this.kafka = kafka;
        this.folder = folder;
        Map<String, String> all = new HashMap<>(Map.of(
                CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers(),
                CommonSettings.REGISTRY_URL.name(), "mock://gateway",
                CommonSettings.HTTP_PORT.name(), "0",
                CommonSettings.HTTP_COMPAT_PORTS.name(), "",
                GatewaySettings.INGEST_LOG.name(), folder.resolve("ingest.log").toString()));
        all.putAll(settings);
        SettingsCatalogue catalogue = new SettingsCatalogue(CommonSettings.ALL, GatewaySettings.ALL);
        service = ServiceRunner.start(Settings.of(catalogue, all), Set.of(Roles.GATEWAY));
    }

    /** Starts a broker and a gateway and waits until it is ready. */
    public static GatewayRig start(Path folder, Map<String, String> settings) {
        EmbeddedKafka kafka = EmbeddedKafka.builder(folder.resolve("kafka")).start();
        GatewayRig rig = new GatewayRig(kafka, folder, settings);
        Eventually.within(
                Duration.ofSeconds(30), "ready", () -> rig.get("/readyz").statusCode() == 200);
        return rig;
    }

    /** Returns the broker, to be stopped and started. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** Returns the ingest log. */
    public Path ingestLog() {
        return folder.resolve("ingest.log");
    }

    /** Returns the port of the gateway. */
    public int port() {
        return service.port();
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Posts JSON lines. */
    public HttpResponse<String> postLines(String path, String body) {
        return send(request(path).header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(body)));
    }

    /** Gets something. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** Starts a request. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the value of a metric of the gateway, 0 when it is not there. */
    public double metric(String nameWithLabels) {
        return get("/-/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameWithLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        service.close();
        kafka.close();
    }
}
