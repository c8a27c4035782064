package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tools of others against {@code tocsin alertmanager}: amtool, whose every answer is compared with what it prints for
 * the real Alertmanager, and Prometheus, whose alerts have to arrive. Skipped where they are not installed (Debian:
 * packages prometheus-alertmanager and prometheus).
 */
class AlertmanagerToolsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAST = "--start=2026-01-01T00:00:00Z";
    private static final String FUTURE = "--end=2099-01-01T00:00:00Z";

    @TempDir
    private static Path folder;

    /** Bodies that the webhooks got. */
    private static final List<JsonNode> NOTIFIED = new CopyOnWriteArrayList<>();

    private static HttpServer server;
    private static TocsinProcess tocsin;
    private static Path config;
    private static volatile int probe = 1;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                ForeignTool.find("amtool", folder).isPresent()
                        || ForeignTool.find("prometheus", folder).isPresent(),
                "skipped: neither amtool nor prometheus is installed (Debian: prometheus-alertmanager, prometheus)");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/hook", AlertmanagerToolsIT::hook);
        server.createContext("/metrics", AlertmanagerToolsIT::metrics);
        server.start();
        String hook = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        config = Files.writeString(folder.resolve("alertmanager.yml"), """
                global: {smtp_smarthost: 'localhost:25', smtp_from: tocsin@example.org}
                route:
                  receiver: def
                  group_by: [alertname]
                  group_wait: 0s
                  group_interval: 1s
                  repeat_interval: 1h
                  routes:
                  - receiver: db
                    matchers: [ 'team="db"' ]
                    routes:
                    - {receiver: pager, match: {severity: page}, mute_time_intervals: [never], continue: true}
                    - {receiver: mail, match_re: {severity: 'page|mail'}}
                inhibit_rules:
                - {source_matchers: [ 'severity="critical"' ], target_matchers: [ 'severity="warning"' ], equal: [node]}
                mute_time_intervals:
                - {name: never, time_intervals: [{years: ['2000']}]}
                receivers:
                - {name: def, webhook_configs: [{url: '%1$s'}]}
                - {name: db, webhook_configs: [{url: '%1$s', send_resolved: false}]}
                - {name: pager, pagerduty_configs: [{routing_key: verysecret}]}
                - {name: mail, email_configs: [{to: a@example.org}], slack_configs: [{api_url: '%1$s', channel: '#c'}]}
                """.formatted(hook));
        tocsin = TocsinProcess.alertmanager(folder.resolve("data"), config);
    }

    @AfterAll
    static void end() {
        if (tocsin != null) {
            tocsin.close();
            server.stop(0);
        }
    }

    private static void hook(HttpExchange exchange) throws IOException {
        NOTIFIED.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void metrics(HttpExchange exchange) throws IOException {
        byte[] text = ("# TYPE probe gauge\nprobe " + probe + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** One tool against two servers. */
    private record Amtool(ForeignTool tool, String tocsin, String real) {

        ForeignTool.Outcome ours(String... arguments) {
            return run(tocsin, List.of(arguments));
        }

        /** Runs a command against both and expects the same; what differs by nature is made equal first. */
        String same(String... arguments) {
            return same(List.of(arguments), List.of(arguments));
        }

        String same(List<String> toTocsin, List<String> toReal) {
            String[] last = new String[2];
            ForeignTool.Outcome[] ours = new ForeignTool.Outcome[1];
            try {
                // An alert of the real one is unprocessed for a moment.
                AlertmanagerToolsIT.await(String.join(" ", toTocsin), () -> {
                    ours[0] = run(tocsin, toTocsin);
                    ForeignTool.Outcome expected = run(real, toReal);
                    last[0] = ours[0].code() + "\n" + alike(ours[0].text());
                    last[1] = expected.code() + "\n" + alike(expected.text());
                    return last[0].equals(last[1]) || isChange(toTocsin);
                });
            } catch (AssertionError differs) {
                assertThat(last[0]).as(String.join(" ", toTocsin)).isEqualTo(last[1]);
                throw differs;
            }
            assertThat(last[0]).as(String.join(" ", toTocsin)).isEqualTo(last[1]);
            return ours[0].text();
        }

        /** Returns the only silence in force of a server. */
        String silence(boolean ofTocsin) {
            return run(ofTocsin ? tocsin : real, List.of("silence", "query", "-q"))
                    .text()
                    .strip();
        }

        private static boolean isChange(List<String> arguments) {
            return List.of("add", "update", "expire", "import").contains(arguments.get(1));
        }

        private ForeignTool.Outcome run(String url, List<String> arguments) {
            List<String> all = new ArrayList<>(List.of("--alertmanager.url=" + url));
            all.addAll(arguments);
            try {
                return tool.run(all);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        /** Ids are random, and what happens now happens at slightly different moments. */
        private static String alike(String text) {
            return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                    .replaceAll("(2026|2027)-(?!01-01)[0-9-]+[T ][0-9:.]+( UTC|Z)", "TIME")
                    .replaceAll("\"updatedAt\":\"[^\"]*\"", "\"updatedAt\":\"TIME\"")
                    .replaceAll(",\"mutedBy\":\\[\\]|\"mutedBy\":\\[\\],", "")
                    .replaceAll("[0-9.]+ms|[0-9]+m[0-9.]+s", "DURATION");
        }
    }

    @Test
    void amtoolSaysTheSameOfTocsinAsOfAlertmanager() throws Exception {
        Optional<ForeignTool> tool = ForeignTool.find("amtool", folder);
        Optional<ForeignTool> alertmanager = ForeignTool.find("prometheus-alertmanager", folder);
        assumeTrue(
                tool.isPresent() && alertmanager.isPresent(),
                "skipped: amtool is not installed (Debian: prometheus-alertmanager)");
        int port = TocsinProcess.freePort();
        Process real = alertmanager
                .get()
                .start(
                        folder.resolve("real.out"),
                        List.of(
                                "--config.file=" + config,
                                "--storage.path=" + folder.resolve("real"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--cluster.listen-address="));
        try {
            Amtool amtool = new Amtool(tool.get(), tocsin.uri().toString(), "http://127.0.0.1:" + port);
            await(
                    "Alertmanager",
                    () -> amtool.run(amtool.real(), List.of("alert", "query")).code() == 0);
            alerts(amtool);
            silences(amtool);
            configuration(amtool);
        } finally {
            real.destroy();
            real.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void alerts(Amtool amtool) {
        assertThat(amtool.same("alert", "query")).startsWith("Alertname");
        assertThat(amtool.same(
                        "alert",
                        "add",
                        "alertname=foo",
                        "node=bar",
                        "severity=critical",
                        "--annotation=summary=hello",
                        PAST,
                        FUTURE,
                        "--generator-url=http://x/y"))
                .isEmpty();
        amtool.same("alert", "add", "baz", "node=bar", "severity=warning", PAST, FUTURE);
        // Times that are not given are sent as zero.
        amtool.same("alert", "add", "late", "node=qux", "team=db");
        amtool.same(
                "alert",
                "add",
                "alertname=bad",
                "end-before-start=1",
                "--start=2026-02-02T00:00:00Z",
                "--end=" + "2026-01-01T00:00:00Z");
        assertThat(amtool.same("alert", "query")).contains("foo", "late").doesNotContain("baz");
        assertThat(amtool.same("alert", "query", "-o", "simple", "foo")).contains("hello");
        amtool.same("alert", "query", "-o", "extended");
        amtool.same("alert", "query", "alertname=foo");
        amtool.same("alert", "query", "alertname!=foo", "node=~b.*|q.*");
        assertThat(amtool.same("alert", "query", "--inhibited")).contains("baz");
        assertThat(amtool.same("alert", "query", "node=~b.*", "-i", "-s", "-a", "-u", "-r", "def", "-o", "json"))
                .contains("\"fingerprint\"");
        assertThat(amtool.same("alert", "query", "-r", "nobody")).doesNotContain("foo");
    }

    private static void silences(Amtool amtool) throws IOException {
        amtool.same("silence", "query");
        amtool.same("silence", "add", "alertname=foo");
        amtool.same("silence", "add", "--comment=why", "--author=me", "--duration=2h", "alertname=foo", "node=~b.*");
        assertThat(amtool.same("silence", "query")).contains("node=~\"b.*\"");
        assertThat(amtool.same("alert", "query", "--silenced", "alertname=foo")).contains("suppressed");
        amtool.same("silence", "query", "-o", "extended");
        amtool.same("silence", "query", "-o", "json");
        amtool.same("silence", "query", "alertname=foo");
        amtool.same("silence", "query", "alertname=other");
        amtool.same("silence", "query", "--within=1h");
        amtool.same(
                List.of("silence", "update", "--comment=other", "--duration=3h", amtool.silence(true)),
                List.of("silence", "update", "--comment=other", "--duration=3h", amtool.silence(false)));
        assertThat(amtool.same("silence", "query")).contains("other");
        amtool.same(
                List.of("silence", "expire", amtool.silence(true)),
                List.of("silence", "expire", amtool.silence(false)));
        assertThat(amtool.same("silence", "query")).doesNotContain("other");
        assertThat(amtool.same("silence", "query", "--expired")).contains("other");
        ForeignTool.Outcome unknown = amtool.ours("silence", "expire", "3fa85f64-5717-4562-b3fc-2c963f66afa6");
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.text())
                .as("404 as later Alertmanagers, not 500 as 0.25")
                .contains("404");
        Path file = Files.writeString(folder.resolve("silences.json"), """
                [{"matchers": [{"name": "a", "value": "b", "isRegex": false, "isEqual": true}],
                  "startsAt": "2098-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "createdBy": "me", "comment": "one"},
                 {"id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
                  "matchers": [{"name": "c", "value": "d|e", "isRegex": true, "isEqual": false}],
                  "startsAt": "2098-02-01T00:00:00Z", "endsAt": "2099-02-01T00:00:00Z", "createdBy": "me", "comment": "two"}]
                """);
        amtool.same("silence", "import", "--worker=1", file.toString());
        assertThat(amtool.same("silence", "query", "-o", "extended")).contains("one", "two");
        amtool.same("silence", "query", "--created-by=me");
    }

    private static void configuration(Amtool amtool) throws IOException {
        assertThat(amtool.same("config", "routes")).contains("receiver: pager");
        amtool.same("config", "routes", "show");
        assertThat(amtool.same("config", "routes", "test", "team=db", "severity=page"))
                .contains("pager,mail");
        amtool.same("config", "routes", "test", "--tree", "team=db", "severity=mail");
        amtool.same("config", "routes", "test", "--verify.receivers=db", "team=db");
        amtool.same("config", "routes", "test", "--verify.receivers=db", "team=web");
        amtool.same("check-config", config.toString());
        ForeignTool.Outcome shown = amtool.ours("config", "show");
        assertThat(shown.code()).isZero();
        assertThat(shown.text()).contains("receiver: def").doesNotContain("verysecret", "/hook");
        Path again = Files.writeString(folder.resolve("shown.yml"), shown.text());
        assertThat(amtool.ours("check-config", again.toString()).text())
                .contains("SUCCESS", "- global config", "- route", "- 1 inhibit rules", "- 4 receivers");
        ForeignTool.Outcome cluster = amtool.ours("cluster", "show");
        assertThat(cluster.code()).isZero();
        assertThat(cluster.text()).containsPattern("Cluster Status:\\s+ready").containsPattern("Node Name:\\s+\\S+");
    }

    @Test
    void whatPrometheusSendsIsToldWhenItFiresAndWhenItIsResolved() throws Exception {
        Optional<ForeignTool> tool = ForeignTool.find("prometheus", folder);
        assumeTrue(tool.isPresent(), "skipped: prometheus is not installed (Debian: prometheus)");
        Files.writeString(folder.resolve("rules.yml"), """
                groups:
                - name: probes
                  rules:
                  - {alert: ProbeHigh, expr: probe > 0, labels: {severity: critical},
                     annotations: {summary: 'probe is {{ $value }}'}}
                """);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {site: here}}
                rule_files: [rules.yml]
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs:
                - {job_name: test, static_configs: [{targets: ['127.0.0.1:%d']}]}
                """.formatted(
                        tocsin.uri().getPort(), server.getAddress().getPort()));
        int port = TocsinProcess.freePort();
        probe = 1;
        Process prometheus = tool.get()
                .start(
                        folder.resolve("prometheus.out"),
                        List.of(
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                                "--web.listen-address=127.0.0.1:" + port));
        try {
            await("the firing notification", () -> probes().stream().anyMatch(each -> isStatus(each, "firing")));
            probe = 0;
            await("the resolved notification", () -> probes().stream().anyMatch(each -> isStatus(each, "resolved")));
        } finally {
            prometheus.destroy();
            prometheus.waitFor(20, TimeUnit.SECONDS);
        }
        List<JsonNode> told = probes();
        assertThat(told).extracting(each -> each.path("status").asText()).containsExactly("firing", "resolved");
        JsonNode first = told.get(0).path("alerts").path(0);
        assertThat(first.path("labels").path("job").asText()).isEqualTo("test");
        assertThat(first.path("labels").path("site").asText()).isEqualTo("here");
        assertThat(first.path("labels").path("severity").asText()).isEqualTo("critical");
        assertThat(first.path("annotations").path("summary").asText()).isEqualTo("probe is 1");
        assertThat(first.path("generatorURL").asText()).contains("/graph?");
        assertThat(first.path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
        JsonNode second = told.get(1).path("alerts").path(0);
        assertThat(second.path("fingerprint").asText())
                .isEqualTo(first.path("fingerprint").asText());
        assertThat(second.path("startsAt").asText())
                .isEqualTo(first.path("startsAt").asText());
        assertThat(second.path("endsAt").asText())
                .isGreaterThan(second.path("startsAt").asText());
    }

    private static boolean isStatus(JsonNode body, String status) {
        return body.path("status").asText().equals(status);
    }

    private static List<JsonNode> probes() {
        return NOTIFIED.stream()
                .filter(each ->
                        each.path("groupLabels").path("alertname").asText().equals("ProbeHigh"))
                .toList();
    }
}
