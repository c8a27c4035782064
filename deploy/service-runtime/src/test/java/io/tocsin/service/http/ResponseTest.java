package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.service.RunningService;
import io.tocsin.service.http.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ResponseTest {

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = TestServer.start("http.allowed-origins", "https://ops.example.org");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Response ask(String method, String path, String... headers) throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more
                            + "\r\n")
                    .response();
        }
    }

    @Test
    void everyResponseHasTheSecurityHeaders() throws IOException {
        for (Response response : new Response[] {ask("GET", "/healthz"), ask("GET", "/nowhere"), ask("GET", "/%zz")}) {
            assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(response.header("x-frame-options")).isEqualTo("DENY");
            assertThat(response.header("referrer-policy")).isEqualTo("no-referrer");
            assertThat(response.header("server")).isEmpty();
        }
    }

    @Test
    void optionsTellsTheMethods() throws IOException {
        Response response = ask("OPTIONS", "/-/metrics");
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(ask("OPTIONS", "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send(
                    "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Response head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).startsWith("application/json");
            assertThat(client.response().body()).contains("\"status\":\"ok\"");
        }
        try (RawClient client = new RawClient(service.port())) {
            assertThat(client.send("HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .head()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void onlyAllowedOriginsMayCallAcrossOrigins() throws IOException {
        Response allowed = ask(
                "OPTIONS", "/example/greet", "Origin: https://ops.example.org", "Access-Control-Request-Method: POST");
        assertThat(allowed.header("access-control-allow-origin")).isEqualTo("https://ops.example.org");
        Response foreign =
                ask("OPTIONS", "/example/greet", "Origin: https://evil.example", "Access-Control-Request-Method: POST");
        assertThat(foreign.header("access-control-allow-origin")).isEmpty();
        assertThat(ask("POST", "/example/greet", "Origin: https://evil.example", "Content-Length: 0")
                        .status())
                .isEqualTo(403);
        assertThat(ask("POST", "/example/greet", "Origin: http://localhost", "Content-Length: 0")
                        .status())
                .isEqualTo(400);
        assertThat(ask("GET", "/healthz", "Origin: https://evil.example").header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void onlyLargeTextsAreCompressed() throws IOException {
        assertThat(ask("GET", "/healthz", "Accept-Encoding: gzip").header("content-encoding"))
                .isEmpty();
        Response large = ask("GET", "/example/large", "Accept-Encoding: gzip");
        assertThat(large.header("content-encoding")).isEqualTo("gzip");
        assertThat(large.header("vary")).containsIgnoringCase("accept-encoding");
        assertThat(Integer.parseInt(large.header("content-length"))).isLessThan(100_000);
        Response larger = ask("GET", "/example/large?mebibytes=40", "Accept-Encoding: zstd");
        assertThat(larger.header("content-encoding")).isEqualTo("zstd");
        assertThat(Integer.parseInt(larger.header("content-length"))).isLessThan(1_000_000);
    }

    @Test
    void pathVariablesAreDecodedOnce() throws IOException {
        assertThat(ask("GET", "/example/a%2Fb").body()).isEqualTo("{\"name\":\"a/b\"}");
        assertThat(ask("GET", "/example/a+b").body()).isEqualTo("{\"name\":\"a+b\"}");
        assertThat(ask("GET", "/example/a%20b").body()).isEqualTo("{\"name\":\"a b\"}");
        assertThat(ask("GET", "/example/%2525").body()).isEqualTo("{\"name\":\"%25\"}");
        assertThat(ask("GET", "/example/caf%C3%A9").body()).isEqualTo("{\"name\":\"caf\u00e9\"}");
    }

    @Test
    void aProblemThatCameThroughSeveralStagesIsStillTheProblem() throws IOException {
        assertThat(ask("GET", "/example/wrapped").status()).isEqualTo(409);
    }

    @Test
    void metricsCountConnectionsAndRefusals() throws IOException {
        ask("BREW", "/healthz");
        assertThat(ask("GET", "/-/metrics").body())
                .contains("tocsin_http_connections ", "tocsin_http_responses_total{status=\"4xx\"}")
                .containsPattern("tocsin_http_requests_refused_total\\{reason=\"invalid\"} [1-9]");
    }
}
