package io.tocsin.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFileTest {

    private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void eachRowOfAValueTableIsASample() throws Exception {
        Path file = write("load.csv", "timestamp,value", "2014-04-01 00:00:00,20.5", "2014-04-01 00:05:00,-3e2");

        List<ReplayItem> items = read(options(file, Optional.of("pump"), Optional.of("plant")));

        assertThat(items).hasSize(2);
        ReplayItem second = items.get(1);
        assertThat(second.line()).isEqualTo(3);
        assertThat(second.at()).contains(Instant.parse("2014-04-01T00:05:00Z"));
        assertThat(second.event().path("source").asText()).isEqualTo("pump");
        assertThat(second.event().path("environment").asText()).isEqualTo("plant");
        assertThat(second.event().path("event_type").asText()).isEqualTo("metric");
        assertThat(second.event().path("data").path("name").asText()).isEqualTo("value");
        assertThat(second.event().path("data").path("value").asDouble()).isEqualTo(-300.0);
    }

    @Test
    void aRowWithoutANumberIsReportedAndTheRowsBehindItAreRead() throws Exception {
        Path file = write("load.csv", "timestamp,value", "2014-04-01 00:00:00,none", "2014-04-01 00:05:00,1");

        try (ReplayFile open = new ReplayFile(options(file), NOW)) {
            assertThatThrownBy(open::next).isInstanceOf(LineProblem.class).hasMessageContaining("none");
            assertThat(open.next()).isPresent();
            assertThat(open.next()).isEmpty();
        }
    }

    @Test
    void aStructuredLogTableGivesLevelTimeAndContent() throws Exception {
        Path file = write(
                "App_structured.csv",
                "LineId,Date,Time,Level,Component,Content,EventId,EventTemplate",
                "1,2015-10-18,\"18:01:47,978\",INFO,Master,\"started, \"\"fast\"\"\",E1,t",
                "2,2015-10-18,\"18:01:48,000\",FATAL,Worker,died,E2,t",
                "3,2015-10-18,\"18:01:49,000\",combo,,odd,E3,t");

        List<ReplayItem> items = read(options(file));

        assertThat(items).hasSize(3);
        assertThat(items.get(0).event().path("data").path("message").asText()).isEqualTo("started, \"fast\"");
        assertThat(items.get(0).event().path("data").path("logger").asText()).isEqualTo("Master");
        assertThat(items.get(0).at()).contains(Instant.parse("2015-10-18T18:01:47.978Z"));
        assertThat(items.get(1).event().path("data").path("level").asText()).isEqualTo("FATAL");
        assertThat(items.get(2).event().path("data").has("level")).isFalse();
        assertThat(items.get(0).event().toString()).doesNotContain("E1");
    }

    @Test
    void aPlainLogGivesOneRecordALine() throws Exception {
        Path file = write("app.log", "2024-01-01 10:00:00 ERROR broken", "", "  at some.Stack(Trace.java:1)");

        List<ReplayItem> items = read(options(file));

        assertThat(items).extracting(ReplayItem::line).containsExactly(1L, 3L);
        assertThat(items.get(0).event().path("source").asText()).isEqualTo("app");
        assertThat(items.get(0).event().path("data").path("level").asText()).isEqualTo("ERROR");
        assertThat(items.get(1).event().has("timestamp")).isFalse();
    }

    @Test
    void eventsKeepWhatTheySayAndGetAnId() throws Exception {
        Path file = write(
                "events.ndjson",
                "{\"source\":\"a\",\"event_type\":\"x\",\"timestamp\":1700000000,\"data\":{\"v\":1},\"extra\":true}",
                "{\"id\":\"mine\",\"source\":\"a\",\"event_type\":\"x\",\"data\":{}}");

        List<ReplayItem> items = read(options(file));

        assertThat(items.get(0).event().path("id").asText()).startsWith("replay-");
        assertThat(items.get(0).event().path("extra").asBoolean()).isTrue();
        assertThat(items.get(0).at()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(items.get(1).event().path("id").asText()).isEqualTo("mine");
    }

    @Test
    void theSameLineHasTheSameIdInEveryRunAndAnotherInAnotherPlace() throws Exception {
        Path file = write("app.log", "same", "same");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("app.log");
        Files.copy(file, elsewhere);

        List<String> first = ids(read(options(file)));

        assertThat(first).doesNotHaveDuplicates();
        assertThat(ids(read(options(elsewhere)))).isEqualTo(first);
        assertThat(ids(read(options(file, Optional.of("other"), Optional.empty()))))
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void aGzipFileAndAByteOrderMarkAreUnderstood() throws Exception {
        Path file = folder.resolve("load.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("\uFEFFtimestamp,value\n2014-04-01 00:00:00,1\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(options(file))).hasSize(1).allSatisfy(item -> assertThat(
                        item.event().path("source").asText())
                .isEqualTo("load"));
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static ReplayOptions options(Path file) {
        return options(file, Optional.empty(), Optional.empty());
    }

    private static ReplayOptions options(Path file, Optional<String> source, Optional<String> environment) {
        return new ReplayOptions(
                file,
                source,
                environment,
                "value",
                OptionalDouble.empty(),
                URI.create("http://127.0.0.1:1"),
                ZoneOffset.UTC,
                Duration.ZERO);
    }

    private static List<ReplayItem> read(ReplayOptions options) throws IOException, LineProblem {
        List<ReplayItem> items = new ArrayList<>();
        try (ReplayFile file = new ReplayFile(options, NOW)) {
            for (Optional<ReplayItem> item = file.next(); item.isPresent(); item = file.next()) {
                items.add(item.get());
            }
        }
        return items;
    }

    private static List<String> ids(List<ReplayItem> items) {
        return items.stream().map(item -> item.event().path("id").asText()).toList();
    }
}
