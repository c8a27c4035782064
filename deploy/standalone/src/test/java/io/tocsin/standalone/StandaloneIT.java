package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.standalone.TocsinProcess.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process as a user starts it, looked at from outside; the last test restarts it. */
@TestMethodOrder(OrderAnnotation.class)
class StandaloneIT {

    @TempDir
    private static Path folder;

    private static Path data;
    private static TocsinProcess tocsin;

    @BeforeAll
    static void start() throws IOException {
        data = folder.resolve("data with spaces");
        Files.createDirectory(folder.resolve("logs"));
        tocsin = TocsinProcess.start(
                data,
                "--follow",
                folder.resolve("logs") + "/*.log",
                "--set",
                "agent.interval=1s",
                "--set",
                "standalone.report-interval=1s");
    }

    @AfterAll
    static void end() {
        tocsin.close();
    }

    @Test
    @Order(1)
    void thisMachineAppearsWithValuesThatAgreeWithProc() throws Exception {
        JsonNode list = tocsin.await(
                "/api/v1/sources",
                answer -> answer.path("items").findValuesAsText("source").contains("tocsin")
                        && answer.path("items").size() >= 2);
        String host = hostIn(list);

        JsonNode metrics = tocsin.await(
                        "/api/v1/sources/" + host,
                        answer -> answer.path("metrics")
                                        .path("cpu_usage")
                                        .path("count")
                                        .asLong()
                                >= 3)
                .path("metrics");

        assertThat(metrics.path("cpu_usage").path("value").asDouble()).isBetween(0.0, 100.0);
        assertThat(metrics.path("memory_usage").path("value").asDouble()).isCloseTo(usedMemory(), within(5.0));
        assertThat(metrics.path("load_1m").path("value").asDouble())
                .isCloseTo(
                        Double.parseDouble(
                                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]),
                        within(1.0));
        assertThat(metrics.path("processes").path("value").asDouble()).isPositive();
        for (String documented :
                List.of("disk_usage", "network_rx_bytes_per_sec", "network_tx_bytes_per_sec", "tcp_connections")) {
            assertThat(metrics.path(documented).path("value").asDouble())
                    .as(documented)
                    .isNotNegative();
        }
    }

    @Test
    @Order(1)
    void thePlatformReportsItself() throws Exception {
        JsonNode platform = tocsin.await(
                "/api/v1/sources/tocsin",
                answer -> answer.path("metrics")
                                .path("resident_bytes")
                                .path("count")
                                .asLong()
                        >= 2);

        assertThat(platform.path("metrics").path("resident_bytes").path("value").asDouble())
                .isCloseTo(residentBytes(tocsin.pid()), within(150e6));
        assertThat(platform.path("metrics")
                        .path("heap_used_bytes")
                        .path("value")
                        .asDouble())
                .isPositive();
    }

    @Test
    @Order(1)
    void aSecondStartOnTheSameFolderIsRefused() throws Exception {
        try (TocsinProcess second = TocsinProcess.launch(data)) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.printed()).contains("in use by another Tocsin (process " + tocsin.pid() + ")");
        }
        assertThat(tocsin.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void aRuleMadeAtRunTimeFiresWithinTwoSecondsOfTheEventThatBreaksIt() throws Exception {
        HttpResponse<String> made = send(
                "POST",
                "/api/v1/rules",
                null,
                "{\"id\":\"queue-deep\",\"metric\":\"it_depth\",\"aggregation\":\"mean\",\"window\":\"1m\","
                        + "\"comparison\":\">\",\"threshold\":100,\"severity\":\"critical\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue("/api/v1/rules/queue-deep");
        String etag = made.headers().firstValue("ETag").orElseThrow();
        long start = System.nanoTime();
        send(
                "POST",
                "/api/v1/events",
                null,
                "{\"source\":\"it-queue\",\"event_type\":\"sample\",\"data\":{\"it_depth\":500}}");
        tocsin.await(
                "/api/v1/alerts?source=it-queue",
                answer -> answer.path("items").findValuesAsText("rule").contains("queue-deep"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));

        assertThat(send("PUT", "/api/v1/rules/queue-deep", null, "{}").statusCode())
                .isEqualTo(428);
        assertThat(send("PATCH", "/api/v1/rules/queue-deep", "\"9-no\"", "{\"threshold\":1000}")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> changed =
                send("PATCH", "/api/v1/rules/queue-deep", etag, "{\"threshold\":1000,\"severity\":\"warning\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        tocsin.await(
                "/api/v1/alerts?source=it-queue",
                answer -> answer.path("items").findValuesAsText("state").contains("RESOLVED"));
        assertThat(tocsin.get("/api/v1/rules/queue-deep/versions/1")
                        .json()
                        .path("threshold")
                        .asDouble())
                .isEqualTo(100);
        assertThat(send("DELETE", "/api/v1/rules/queue-deep", null, "").statusCode())
                .isEqualTo(204);
        assertThat(tocsin.get("/api/v1/rules/queue-deep").status()).isEqualTo(404);

        HttpResponse<String> bad =
                send("POST", "/api/v1/rules", null, "{\"id\":\"bad\",\"expression\":\"mean('x', '5m') >\"}");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("\"column\":18", "\"in\":\"expression\"");
    }

    @Test
    @Order(1)
    void alertsWhoseLabelsAgreeByARuleMadeAtRunTimeAreOneIncidentThatTheyName() throws Exception {
        String rules = "/api/v1/correlation-rules";
        HttpResponse<String> made = send("POST", rules, null, "{\"labels\":[\"it_group\"],\"window\":\"15m\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(rules + "/it_group");
        String etag = made.headers().firstValue("ETag").orElseThrow();
        assertThat(send("PUT", rules + "/it_group", null, "{\"labels\":[\"a\"],\"window\":\"1m\"}")
                        .statusCode())
                .isEqualTo(428);
        assertThat(send("PATCH", rules + "/it_group", "\"7-no\"", "{\"window\":\"1m\"}")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> changed = send("PATCH", rules + "/it_group", etag, "{\"window\":\"20m\"}");
        assertThat(changed.body()).contains("\"window\":\"20m\"", "\"version\":2", "\"state\":\"in_force\"");
        for (String bad : List.of(
                "{}",
                "{\"labels\":[],\"window\":\"1m\"}",
                "{\"labels\":[\"a b\"],\"window\":\"1m\"}",
                "{\"labels\":[\"a\",\"a\"],\"window\":\"2d\"}",
                "{\"labels\":[\"a\"],\"window\":\"1m\",\"x\":1}")) {
            HttpResponse<String> refused = send("POST", rules, null, bad);
            assertThat(refused.statusCode()).as(bad + refused.body()).isEqualTo(422);
        }

        send(
                "POST",
                "/api/v1/rules",
                null,
                "{\"id\":\"it-grouped\",\"metric\":\"it_grouped\",\"threshold\":1,"
                        + "\"severity\":\"critical\",\"labels\":{\"it_group\":\"gruppe-ä\"},\"keep_firing_for\":\"10m\"}");
        for (String source : List.of("it-left", "it-right")) {
            send(
                    "POST",
                    "/api/v1/events",
                    null,
                    "{\"source\":\"" + source + "\",\"event_type\":\"sample\",\"data\":{\"it_grouped\":5}}");
        }
        Set<String> incidents = new HashSet<>();
        for (String source : List.of("it-left", "it-right")) {
            tocsin.await("/api/v1/alerts?source=" + source, answer -> {
                JsonNode incident = answer.path("items").path(0).path("incident");
                return incident.isTextual() && incidents.add(incident.asText()) | true;
            });
        }
        assertThat(incidents).hasSize(1);
        assertThat(tocsin.get("/api/v1/incidents/" + incidents.iterator().next())
                        .json()
                        .path("alerts"))
                .hasSize(2);
        assertThat(tocsin.get("/api/v1/rules/it-grouped")
                        .json()
                        .path("keep_firing_for")
                        .asText())
                .isEqualTo("10m");
        assertThat(send("DELETE", rules + "/it_group", "\"1-old\"", "").statusCode())
                .isEqualTo(412);
        assertThat(send("DELETE", rules + "/it_group", null, "").statusCode()).isEqualTo(204);
        assertThat(tocsin.get(rules).json().path("total").asInt()).isZero();
        assertThat(tocsin.get(rules + "/it_group").status()).isEqualTo(404);
    }

    private static HttpResponse<String> send(String method, String path, String ifMatch, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(tocsin.uri().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "/",
                "/healthz",
                "/health",
                "/status",
                "/alerts",
                "/metrics",
                "/performance",
                "/api/status",
                "/api/logs/services",
                "/api/health/",
                "/api/v1/monitoring/health",
                "/api/v1/monitoring/logs",
                "/api/v1/monitoring/stats",
                "/docs",
                "/redoc",
                "/openapi.json"
            })
    void documentedAddressesAnswer(String path) {
        assertThat(tocsin.get(path).status()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void linesOfFollowedFilesBecomeLogsOfTheFilesNames() throws Exception {
        Files.writeString(
                folder.resolve("logs/shop.log"),
                "2024-01-15 10:30:00 ERROR card refused\n2024-01-15 10:30:01 INFO sold\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);

        JsonNode shop = tocsin.await(
                "/api/v1/sources/shop.log", answer -> answer.path("log_count").asLong() == 2);

        assertThat(shop.path("log_levels").path("ERROR").asLong()).isEqualTo(1);
        assertThat(shop.path("log_levels").path("INFO").asLong()).isEqualTo(1);
    }

    @Test
    @Order(1)
    void theConsoleSaysWhereToLookAndWhatIsSeen() {
        assertThat(tocsin.printed()).contains(tocsin.uri() + "/docs").contains("ready after");
        Pattern seen =
                Pattern.compile("\\d\\d:\\d\\d:\\d\\d  [A-Z]+, [\\d.]+ events/s, [\\d.]+ log lines/s, \\d+ source");
        // A line a minute: the tests before may have taken less.
        tocsin.await(
                "a line of what it sees", () -> seen.matcher(tocsin.printed()).find());
    }

    @Test
    @Order(2)
    void aRestartKeepsEverything() throws Exception {
        Answer sent = tocsin.post(
                "/api/v1/events",
                "application/json",
                "{\"source\":\"kept\",\"event_type\":\"order\",\"data\":{\"response_time\":20000,\"total\":7}}");
        assertThat(sent.status()).isEqualTo(202);
        tocsin.await(
                "/api/v1/alerts?source=kept", answer -> answer.path("items").size() == 1);

        assertThat(tocsin.stop()).isLessThan(Duration.ofSeconds(15));
        assertThat(tocsin.printed()).contains("tocsin: stopped");
        tocsin = TocsinProcess.start(data);

        JsonNode kept = tocsin.await(
                "/api/v1/sources/kept", answer -> answer.path("event_count").asLong() == 1);
        assertThat(kept.path("metrics").path("total").path("value").asDouble()).isEqualTo(7.0);
        assertThat(tocsin.get("/api/v1/alerts?source=kept").json().path("items"))
                .hasSize(1);
        assertThat(tocsin.get("/api/v1/sources/shop.log")
                        .json()
                        .path("log_count")
                        .asLong())
                .isEqualTo(2);
    }

    private static String hostIn(JsonNode list) throws IOException {
        for (JsonNode item : list.path("items")) {
            String source = item.path("source").asText();
            if (!source.equals("tocsin") && !source.endsWith(".log")) {
                return source;
            }
        }
        return InetAddress.getLocalHost().getHostName();
    }

    private static double usedMemory() throws IOException {
        double total = 0;
        double available = 0;
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                total = Double.parseDouble(line.replaceAll("\\D", ""));
            } else if (line.startsWith("MemAvailable:")) {
                available = Double.parseDouble(line.replaceAll("\\D", ""));
            }
        }
        return 100 * (total - available) / total;
    }

    private static double residentBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
