package io.tocsin.standalone.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.standalone.client.Delivery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {

    private final ObjectMapper json = new ObjectMapper();
    private final List<JsonNode> received = new ArrayList<>();
    private final List<String> refusedIds = new ArrayList<>();
    private final List<LogFollower> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    private boolean down;
    private Instant now = Instant.parse("2024-03-01T12:00:00Z");

    @AfterEach
    void closeFollowers() throws IOException {
        for (LogFollower follower : opened) {
            follower.close();
        }
    }

    @Test
    void newLinesOfManyFilesAreSentUnderTheFilesNames() throws Exception {
        append("a.log", "ERROR one\n");
        append("b.log", "two\r\n\n");
        LogFollower follower = follower();
        round(follower);
        append("a.log", "three\n");
        round(follower);

        assertThat(messages("a.log")).containsExactly("ERROR one", "three");
        assertThat(messages("b.log")).containsExactly("two");
        assertThat(received.get(0).path("data").path("level").asText()).isEqualTo("ERROR");
        assertThat(follower.files()).isEqualTo(2);
        assertThat(follower.linesSent()).isEqualTo(3);
    }

    @Test
    void aLineIsSentWhenItIsComplete() throws Exception {
        append("a.log", "begin");
        LogFollower follower = follower();
        round(follower);
        assertThat(received).isEmpty();

        append("a.log", " end\n");
        round(follower);

        assertThat(messages("a.log")).containsExactly("begin end");
    }

    @Test
    void aRenamedFileIsReadToItsEndAndItsSuccessorFromTheStart() throws Exception {
        append("a.log", "1\n");
        LogFollower follower = follower();
        round(follower);
        append("a.log", "2\n");
        Files.move(folder.resolve("a.log"), folder.resolve("a.log.1"));
        append("a.log", "3\n");
        round(follower);
        append("a.log.1", "written by one who had it open");
        round(follower);
        round(follower);
        round(follower);

        assertThat(messages("a.log")).containsExactly("1", "2", "3", "written by one who had it open");
        assertThat(follower.files()).isEqualTo(1);
    }

    @Test
    void aTruncatedFileIsReadFromItsStart() throws Exception {
        append("a.log", "old old old old\n");
        LogFollower follower = follower();
        round(follower);
        truncate("a.log");
        append("a.log", "new\n");
        round(follower);

        assertThat(messages("a.log")).containsExactly("old old old old", "new");
    }

    @Test
    void aFileTruncatedAndFilledBeyondThePositionIsNoticedByItsBeginning() throws Exception {
        append("a.log", "old\n");
        LogFollower follower = follower();
        round(follower);
        truncate("a.log");
        append("a.log", "new and longer\n");
        round(follower);

        assertThat(messages("a.log")).containsExactly("old", "new and longer");
    }

    @Test
    void aRestartGoesOnWhereItStood() throws Exception {
        append("a.log", "1\n");
        LogFollower first = follower();
        round(first);
        first.close();
        append("a.log", "2\n");
        round(follower());

        assertThat(messages("a.log")).containsExactly("1", "2");
    }

    @Test
    void linesThatWereNotTakenAreSentAgainWithTheirIds() throws Exception {
        append("a.log", "1\n2\n");
        LogFollower follower = follower();
        down = true;
        assertThat(round(follower)).isEqualTo(Duration.ofSeconds(7));
        down = false;
        append("a.log", "3\n");
        round(follower);

        assertThat(messages("a.log")).containsExactly("1", "2", "3");
        assertThat(received.stream().map(event -> event.path("id").asText()).limit(2))
                .containsExactlyElementsOf(refusedIds);
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        append("a.log", "x".repeat(FollowedFile.LONGEST_LINE + 10) + "\n");
        round(follower());

        assertThat(messages("a.log")).extracting(String::length).containsExactly(FollowedFile.LONGEST_LINE, 10);
    }

    @Test
    void thousandsOfLinesArriveInOrder() throws Exception {
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 12_345; i++) {
            lines.append("line ").append(i).append('\n');
            expected.add("line " + i);
        }
        append("a.log", lines.toString());
        round(follower());

        assertThat(messages("a.log")).isEqualTo(expected);
    }

    private LogFollower follower() throws IOException {
        LogFollower follower = LogFollower.of(
                List.of("*.log"),
                folder,
                folder.resolve("positions.json"),
                new LineEvents("default", "here", ZoneOffset.UTC, () -> now),
                this::take);
        opened.add(follower);
        return follower;
    }

    private Duration round(LogFollower follower) throws InterruptedException {
        now = now.plusSeconds(3);
        return follower.round(now, Duration.ZERO);
    }

    private Delivery take(List<byte[]> events) {
        List<JsonNode> nodes = events.stream().map(this::parse).toList();
        if (down) {
            nodes.forEach(node -> refusedIds.add(node.path("id").asText()));
            return new Delivery.Again(Duration.ofSeconds(7), "down");
        }
        received.addAll(nodes);
        return new Delivery.Settled(events.size(), List.of());
    }

    private JsonNode parse(byte[] event) {
        try {
            return json.readTree(event);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<String> messages(String source) {
        return received.stream()
                .filter(event -> event.path("source").asText().equals(source))
                .map(event -> event.path("data").path("message").asText())
                .toList();
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void truncate(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
