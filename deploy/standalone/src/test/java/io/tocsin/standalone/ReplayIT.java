package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files replayed into a running process, and what its queries then say. */
class ReplayIT {

    @TempDir
    private static Path folder;

    private static TocsinProcess tocsin;

    @BeforeAll
    static void start() throws IOException {
        tocsin = TocsinProcess.start(folder.resolve("data"), "--set", "agent.enabled=false");
    }

    @AfterAll
    static void end() {
        tocsin.close();
    }

    @Test
    void aTableOfValuesShowsItsCountItsBoundsAndItsLastValue() throws Exception {
        List<String> rows = new ArrayList<>(List.of("timestamp,value"));
        LocalDateTime at = LocalDateTime.of(2014, 4, 1, 0, 0);
        for (int i = 0; i < 1_234; i++) {
            rows.add(at.plusMinutes(5L * i).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")) + ","
                    + (i % 97) * 0.5);
        }
        Path file = Files.write(folder.resolve("temperature.csv"), rows);

        assertThat(replay(file, "--source", "machine", "--metric", "temperature"))
                .contains("1234 events, 1234 accepted, 0 rejected, 0 unreadable lines, 0 unsent");
        assertThat(replay(file, "--source", "machine", "--metric", "temperature"))
                .contains("1234 accepted");

        JsonNode temperature =
                settled("machine", "event_count", 1_234).path("metrics").path("temperature");
        assertThat(temperature.path("count").asLong()).isEqualTo(1_234);
        assertThat(temperature.path("value").asDouble()).isEqualTo(1_233 % 97 * 0.5);
        assertThat(temperature.path("min").asDouble()).isZero();
        assertThat(temperature.path("max").asDouble()).isEqualTo(48.0);
    }

    @Test
    void aTableOfLogLinesShowsItsCountsByLevel() throws Exception {
        List<String> rows = new ArrayList<>(List.of("LineId,Date,Time,Level,Component,Content,EventId,EventTemplate"));
        for (int i = 1; i <= 300; i++) {
            String level = i % 10 == 0 ? "ERROR" : i % 3 == 0 ? "WARN" : "INFO";
            rows.add(
                    i + ",2015-10-18,\"18:01:47,978\"," + level + ",Master,\"attempt " + i + ", \"\"quoted\"\"\",E1,t");
        }
        Path file = Files.write(folder.resolve("Cluster_structured.csv"), rows);

        assertThat(replay(file)).contains("300 accepted");

        JsonNode source = settled("Cluster_structured", "log_count", 300);
        assertThat(source.path("log_levels").path("ERROR").asLong()).isEqualTo(30);
        assertThat(source.path("log_levels").path("WARN").asLong()).isEqualTo(90);
        assertThat(source.path("log_levels").path("INFO").asLong()).isEqualTo(180);
    }

    @Test
    void aPlainLogShowsItsLines() throws Exception {
        Path file = Files.write(
                folder.resolve("app.log"),
                List.of("2024-01-01 10:00:00 INFO up", "2024-01-01 10:00:01 ERROR down", "", "  at a.B(C.java:1)"));

        assertThat(replay(file, "--environment", "production")).contains("3 accepted");

        JsonNode source = settled("app", "log_count", 3);
        assertThat(source.path("environment").asText()).isEqualTo("production");
        assertThat(source.path("log_levels").path("ERROR").asLong()).isEqualTo(1);
    }

    @Test
    void linesThatAreNoEventsAreToldAndTheOthersCount() throws Exception {
        Path file = Files.write(
                folder.resolve("events.ndjson"),
                List.of(
                        "{\"source\":\"mixed\",\"event_type\":\"x\",\"data\":{\"v\":1}}",
                        "no json",
                        "{\"source\":\"..\",\"event_type\":\"x\",\"data\":{}}",
                        "{\"source\":\"mixed\",\"event_type\":\"x\",\"data\":{\"v\":3}}"));
        Path output = folder.resolve("replay.out");

        int code = TocsinProcess.run(
                output, "replay", file.toString(), "--url", tocsin.uri().toString());

        assertThat(code).isEqualTo(1);
        assertThat(Files.readString(output))
                .contains("line 2: not JSON")
                .contains("3 events, 2 accepted, 1 rejected, 1 unreadable lines, 0 unsent");
        assertThat(settled("mixed", "event_count", 2)
                        .path("metrics")
                        .path("v")
                        .path("value")
                        .asDouble())
                .isEqualTo(3.0);
    }

    @Test
    void aGatewayThatIsNotThereIsGivenUp() throws Exception {
        Path file = Files.write(folder.resolve("lost.log"), List.of("line"));
        Path output = folder.resolve("lost.out");

        int code =
                TocsinProcess.run(output, "replay", file.toString(), "--url", "http://127.0.0.1:1", "--patience", "1");

        assertThat(code).isEqualTo(3);
        assertThat(Files.readString(output)).contains("1 unsent");
    }

    private static String replay(Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("replay", file.toString(), "--url", tocsin.uri().toString()));
        arguments.addAll(List.of(options));
        Path output = Files.createTempFile(folder, "replay", ".out");
        int code = TocsinProcess.run(output, arguments.toArray(String[]::new));
        assertThat(code).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    /** The source once it counts as many as wished, or more, which the caller then sees. */
    private static JsonNode settled(String source, String count, long wished) {
        JsonNode view = tocsin.await(
                "/api/v1/sources/" + source, answer -> answer.path(count).asLong() >= wished);
        assertThat(view.path(count).asLong()).isEqualTo(wished);
        return view;
    }
}
