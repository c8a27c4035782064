package io.tocsin.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends requests to the first registry that answers. Remembers which one did, so that a dead registry costs its time-out
 * once. A request whose connection broke is sent a second time, for a registry that restarted leaves dead connections
 * behind and every call is safe to repeat. Thread-safe.
 */
final class RegistryTransport {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each client has threads and connections of its own, and a process has many serdes. */
    private static final Map<Duration, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private final RegistrySettings settings;
    private final HttpClient http;
    private volatile int preferred;

    RegistryTransport(RegistrySettings settings) {
        this.settings = settings;
        this.http = CLIENTS.computeIfAbsent(settings.connectTimeout(), RegistryTransport::client);
    }

    /** Sends GET. */
    RegistryReply get(String path) {
        return exchange("GET", path, null);
    }

    /** Sends POST with a JSON body. */
    RegistryReply post(String path, JsonNode body) {
        return exchange("POST", path, body.toString());
    }

    private static HttpClient client(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private RegistryReply exchange(String method, String path, String body) {
        List<String> failures = new ArrayList<>();
        int first = preferred;
        for (int i = 0; i < settings.urls().size(); i++) {
            int index = (first + i) % settings.urls().size();
            URI base = settings.urls().get(index);
            try {
                HttpResponse<byte[]> response = sendTwiceAtMost(request(method, URI.create(base + path), body));
                JsonNode answer = json(response.body());
                if (isMeaningful(response.statusCode(), answer)) {
                    preferred = index;
                    return new RegistryReply(response.statusCode(), answer);
                }
                failures.add(base + " answered " + response.statusCode());
            } catch (IOException failure) {
                failures.add(base + ": " + failure);
            }
        }
        throw new RegistryUnavailableException(method + " " + path + " failed: " + String.join("; ", failures));
    }

    private HttpRequest request(String method, URI uri, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(settings.readTimeout())
                .header("Accept", CONTENT_TYPE + ", application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE);
        }
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    private HttpResponse<byte[]> sendTwiceAtMost(HttpRequest request) throws IOException {
        try {
            try {
                return http.send(request, BodyHandlers.ofByteArray());
            } catch (ConnectException | HttpTimeoutException unreachable) {
                throw unreachable;
            } catch (IOException broken) {
                return http.send(request, BodyHandlers.ofByteArray());
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    /** A 404 or 422 counts only with the registry's own error code: a proxy or a wrong base path says 404 as well. */
    private static boolean isMeaningful(int status, JsonNode answer) {
        if (!answer.isObject()) {
            return false;
        }
        boolean judged = status == 404 || status == 409 || status == 422;
        return status / 100 == 2 || judged && answer.path("error_code").isInt();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
