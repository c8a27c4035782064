package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.Examples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesFileTest {

    @TempDir
    private Path directory;

    private JsonLinesFile channel(Path file, long maxBytes) {
        return new JsonLinesFile("file", file, maxBytes, 2, new NotificationJson("http://t"));
    }

    private static void tell(JsonLinesFile channel, String id) throws Exception {
        assertThat(channel.deliver(Examples.delivery(id, "file", "f", 1, false)))
                .isInstanceOf(DeliveryResult.Delivered.class);
    }

    @Test
    void writesALineOfJsonWithTheIdAndGoesOnAfterARestart() throws Exception {
        Path file = directory.resolve("new/alerts.jsonl");
        try (JsonLinesFile channel = channel(file, 1_000_000)) {
            tell(channel, "one");
        }
        try (JsonLinesFile channel = channel(file, 1_000_000)) {
            tell(channel, "two");
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        JsonNode second = new ObjectMapper().readTree(Files.readAllLines(file).get(1));
        assertThat(second.get("id").textValue()).isEqualTo("two");
        assertThat(second.at("/alerts/0/fingerprint").textValue()).isEqualTo("f");
    }

    @Test
    void halfALineThatACrashLeftIsTakenAway() throws Exception {
        Path file = directory.resolve("alerts.jsonl");
        try (JsonLinesFile channel = channel(file, 1_000_000)) {
            tell(channel, "one");
        }
        Files.writeString(file, "{\"receiver\":\"fi", StandardOpenOption.APPEND);
        try (JsonLinesFile channel = channel(file, 1_000_000)) {
            tell(channel, "two");
        }
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void rotatesAndKeepsOnlySoMany() throws Exception {
        Path file = directory.resolve("alerts.jsonl");
        try (JsonLinesFile channel = channel(file, 100)) {
            for (int i = 1; i <= 5; i++) {
                tell(channel, "id-" + i);
            }
        }
        assertThat(Files.readString(file)).contains("id-5");
        assertThat(Files.readString(directory.resolve("alerts.jsonl.1"))).contains("id-4");
        assertThat(Files.readString(directory.resolve("alerts.jsonl.2"))).contains("id-3");
        assertThat(directory.resolve("alerts.jsonl.3")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsAFailureThatMayPass() throws Exception {
        Path blocked = directory.resolve("blocked");
        Files.createDirectory(blocked);
        try (JsonLinesFile channel = channel(blocked, 100)) {
            assertThat(channel.deliver(Examples.delivery("id", "file", "f", 1, false)))
                    .isInstanceOf(DeliveryResult.Failed.class);
            Files.delete(blocked);
            tell(channel, "id");
        }
    }
}
