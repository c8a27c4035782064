package io.tocsin.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestLogTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    @Test
    void aReportIsOneLineOfJson() throws IOException {
        JsonNode line = StrictJson.parse(new ReportLine(new MaskedTexts()).write(report("api", 500)));

        assertThat(line.get("time").textValue()).isEqualTo("2027-01-15T08:00:00Z");
        assertThat(line.get("endpoint").textValue()).isEqualTo("/api/v1/events");
        assertThat(line.get("accepted").intValue()).isEqualTo(500);
        assertThat(line.get("bytes").intValue()).isEqualTo(1_234_567);
        assertThat(line.get("duration_ms").doubleValue()).isEqualTo(12.345);
        assertThat(line.get("sources").get(0).textValue()).isEqualTo("api");
    }

    @Test
    void whatMustNotBeInALogIsMasked() throws IOException {
        BatchReport report = new BatchReport(
                Endpoint.EVENTS,
                0,
                "127.0.0.1",
                422,
                0,
                1,
                0,
                10,
                10,
                List.of("jane.doe@example.com"),
                false,
                "password=hunter2secret",
                List.of(new FieldError("$.data.card", "4111 1111 1111 1111 is no number")));

        String line = new String(new ReportLine(new MaskedTexts()).write(report), StandardCharsets.UTF_8);
        List<String> console = new ArrayList<>();
        new ConsoleSummary(10, new MaskedTexts(), console::add, 0).report(report, 0);

        assertThat(line + console)
                .doesNotContain("jane.doe")
                .doesNotContain("hunter2")
                .doesNotContain("4111 1111");
    }

    @Test
    void theConsoleSaysWhatCameInWithThousandsSeparators() {
        List<String> console = new ArrayList<>();

        new ConsoleSummary(10, new MaskedTexts(), console::add, 0).report(report("api", 12_345), 0);

        assertThat(console).containsExactly("events 202: 12,345 accepted, 1,234,567 bytes in 12.3 ms from api");
    }

    @Test
    void linesBeyondTheBudgetAreSummedUpAndSayHowManyTheyStandFor() {
        List<String> console = new ArrayList<>();
        ConsoleSummary summary = new ConsoleSummary(2, new MaskedTexts(), console::add, 0);

        for (int i = 0; i < 1_202; i++) {
            summary.report(report("api", 10), i);
        }
        assertThat(console).hasSize(2);
        summary.tick(SECOND);
        summary.tick(2 * SECOND);

        assertThat(console).hasSize(3);
        assertThat(console.get(2))
                .isEqualTo("... and 1,200 further batches: 12,000 accepted, 0 rejected, 0 failed, 1,481,480,400 bytes");
    }

    @Test
    void aNameCannotForgeALineOfTheConsole() {
        List<String> console = new ArrayList<>();

        new ConsoleSummary(10, new MaskedTexts(), console::add, 0).report(report("a\nINFO forged", 1), 0);

        assertThat(console.get(0)).doesNotContain("\n");
    }

    @Test
    void theFileRotatesAndTheOldestGoes() throws IOException {
        Path path = folder.resolve("deep/er/ingest.log");
        try (RotatingFile file = new RotatingFile(path, 100, 3)) {
            for (int i = 0; i < 10; i++) {
                byte[] line = ("line " + i + " ".repeat(32) + "\n").getBytes(StandardCharsets.US_ASCII);
                file.write(line, line.length);
            }
        }

        try (var files = Files.list(path.getParent())) {
            assertThat(files).hasSize(3);
        }
        assertThat(Files.readString(path)).startsWith("line 8");
        assertThat(Files.readString(path.resolveSibling("ingest.log.1"))).startsWith("line 6");
        assertThat(Files.readString(path.resolveSibling("ingest.log.2"))).startsWith("line 4");
    }

    @Test
    void aSlowDiskCostsLinesAndNeverWaits() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        ConsoleSummary blocking = new ConsoleSummary(1, new MaskedTexts(), line -> await(stuck), 0);
        IngestLog log = new IngestLog(
                new RotatingFile(folder.resolve("ingest.log"), 1 << 20, 2),
                new ReportLine(new MaskedTexts()),
                blocking,
                System::nanoTime);
        log.start();
        int reported = 40_000;
        for (int i = 0; i < reported; i++) {
            log.report(report("api", 1));
        }

        assertThat(log.dropped()).isPositive();
        stuck.countDown();
        log.close();
        assertThat(log.written() + log.dropped()).isEqualTo(reported);
    }

    @Test
    void aFileThatCannotBeWrittenCostsLinesAndNothingElse() throws IOException {
        Path occupied = Files.writeString(folder.resolve("file"), "no folder");
        IngestLog log = new IngestLog(
                new RotatingFile(occupied.resolve("ingest.log"), 1 << 20, 2),
                new ReportLine(new MaskedTexts()),
                new ConsoleSummary(0, new MaskedTexts(), line -> {}, 0),
                System::nanoTime);
        log.start();
        log.report(report("api", 1));
        log.close();

        assertThat(log.dropped()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BatchReport report(String source, int accepted) {
        return new BatchReport(
                Endpoint.EVENTS,
                1_800_000_000_000L,
                "127.0.0.1",
                202,
                accepted,
                0,
                0,
                1_234_567,
                12_345_000,
                List.of(source),
                false,
                "",
                List.of());
    }
}
