package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class HttpEdgeTest {

    private static RunningService service;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        Settings settings = Settings.of(
                new SettingsCatalogue(CommonSettings.ALL), Map.of("http.port", "0", "http.compat-ports", ""));
        service = ServiceRunner.start(settings, Set.of());
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        return client.send(request.uri(URI.create(service.uri() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @Test
    void aControllerAnswers() throws Exception {
        HttpResponse<String> response = send(post("{\"name\":\"Ada\"}"), "/example/greet");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"greeting\":\"Hello Ada\"}");
    }

    @Test
    void aWrongFieldIsNamed() throws Exception {
        HttpResponse<String> response = send(post("{\"name\":7}"), "/example/greet");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"field\":\"name\"").contains("expected a text");
    }

    @Test
    void aDefectTellsNothingButItsCorrelationId() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder().GET(), "/example/defect");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("correlation id").doesNotContain("hunter2", "io.tocsin", "IllegalState");
    }

    @Test
    void anUnknownPathAndAWrongMethodAreProblems() throws Exception {
        HttpResponse<String> missing = send(HttpRequest.newBuilder().GET(), "/nowhere");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Content-Type")).contains("application/problem+json");
        HttpResponse<String> wrong = send(HttpRequest.newBuilder().DELETE(), "/healthz");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
        assertThat(wrong.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aCompressedBodyIsDecompressed() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"name\":\"Ada\"}".getBytes());
        }
        HttpResponse<String> response = send(
                HttpRequest.newBuilder()
                        .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
                        .header("Content-Encoding", "gzip"),
                "/example/greet");
        assertThat(response.body()).isEqualTo("{\"greeting\":\"Hello Ada\"}");
    }

    @Test
    void theFrameworksOwnMapperIsStrictToo() {
        ObjectMapper mapper = service.context().getBean(ObjectMapper.class);
        assertThat(mapper.isEnabled(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS))
                .isFalse();
        assertThat(mapper.isEnabled(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
                .isTrue();
        assertThat(mapper.isEnabled(JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
                .isTrue();
    }

    @Test
    void linesAreCounted() throws Exception {
        HttpResponse<String> response = send(post("{\"a\":1}\r\n\n{\"b\":2}\n{\"c\":3}"), "/example/lines");
        assertThat(response.body()).isEqualTo("{\"lines\":3,\"bytes\":21}");
    }

    @Test
    void healthReadinessAndMetricsAnswer() throws Exception {
        assertThat(send(HttpRequest.newBuilder().GET(), "/healthz").body())
                .matches("\\{\"status\":\"ok\",\"timestamp\":\"[^\"]+Z\",\"service\":\"monitoring-backend\"}");
        assertThat(send(HttpRequest.newBuilder().GET(), "/readyz").statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder().GET(), "/-/metrics").body())
                .contains("jvm_memory_used_bytes", "process_memory_rss_bytes");
    }
}
