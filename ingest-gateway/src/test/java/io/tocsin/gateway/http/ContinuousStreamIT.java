package io.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.gateway.rig.Eventually;
import io.tocsin.gateway.rig.GatewayRig;
import io.tocsin.gateway.rig.TopicContents;
import io.tocsin.schemas.LogRecord;
import io.tocsin.service.http.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that goes on: lines are on Kafka while it does, and it is answered with counts at its end. */
class ContinuousStreamIT {

    @TempDir
    static Path folder;

    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = GatewayRig.start(folder, Map.of("gateway.delivery-deadline", "3s", "gateway.max-line", "64KiB"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void linesAreOnKafkaWhileTheRequestGoesOn() throws IOException {
        try (Stream stream = new Stream("goes-on")) {
            stream.send("{\"message\":\"first\"}\n");
            Eventually.within(
                    Duration.ofSeconds(10), "stored", () -> messages("goes-on").equals(List.of("first")));

            stream.send("{\"mess");
            stream.send("age\":\"second\"}\n\n{\"message\":\"third\"}");
            JsonNode answer = stream.end();

            assertThat(answer.toString()).isEqualTo("{\"accepted\":3,\"rejected\":0}");
            assertThat(messages("goes-on")).containsExactly("first", "second", "third");
        }
    }

    @Test
    void brokenLinesAreCountedAndToldAndEndNothing() throws IOException {
        try (Stream stream = new Stream("broken")) {
            for (int i = 0; i < 30; i++) {
                stream.send("{\"message\":\"" + i + "\"}\n");
                stream.send(i % 2 == 0 ? "oops\n" : "{\"level\":\"INFO\"}\n");
            }
            JsonNode answer = stream.end();

            assertThat(answer.get("accepted").intValue()).isEqualTo(30);
            assertThat(answer.get("rejected").intValue()).isEqualTo(30);
            assertThat(answer.get("errors")).hasSize(10);
            assertThat(answer.at("/errors/0/message").textValue()).startsWith("line 2, column 1");
            assertThat(messages("broken")).hasSize(30);
        }
    }

    @Test
    void whatAClientSentBeforeItVanishedIsStored() throws IOException {
        try (Stream stream = new Stream("vanishes")) {
            for (int i = 0; i < 100; i++) {
                stream.send("{\"message\":\"" + i + "\"}\n");
            }
            stream.send("{\"message\":\"half a li");
        }

        Eventually.within(
                Duration.ofSeconds(10), "stored", () -> messages("vanishes").size() == 100);
    }

    @Test
    void manyLinesComeThroughInOrder() throws IOException {
        int count = 20_000;
        try (Stream stream = new Stream("many")) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < count; i++) {
                lines.append("{\"message\":\"").append(i).append("\"}\n");
                if (lines.length() > 30_000) {
                    stream.send(lines.toString());
                    lines.setLength(0);
                }
            }
            stream.send(lines.toString());

            assertThat(stream.end().get("accepted").intValue()).isEqualTo(count);
            List<String> stored = messages("many");
            assertThat(stored).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(stored.get(i)).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void aLineThatIsTooLongEndsTheStreamWithTheCounts() throws IOException {
        try (Stream stream = new Stream("long")) {
            stream.send("{\"message\":\"short\"}\n");
            stream.send("{\"message\":\"" + "x".repeat(70_000) + "\"}\n");
            JsonNode answer = stream.answer();

            assertThat(stream.status()).isEqualTo(413);
            assertThat(answer.get("accepted").intValue()).isEqualTo(1);
        }
    }

    private static List<String> messages(String service) {
        return TopicContents.logs(rig.kafka().bootstrapServers()).stream()
                .filter(log -> log.getSource().equals(service))
                .map(LogRecord::getMessage)
                .toList();
    }

    /** A chunked request over a plain socket. */
    private static final class Stream implements AutoCloseable {
        private final Socket socket;
        private int status;

        Stream(String service) throws IOException {
            socket = new Socket("127.0.0.1", rig.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            write("POST /api/logs/stream/" + service + "/continuous HTTP/1.1\r\nHost: 127.0.0.1:" + rig.port()
                    + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                write(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
            }
        }

        JsonNode end() throws IOException {
            write("0\r\n\r\n");
            return answer();
        }

        JsonNode answer() throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            status = Integer.parseInt(in.readLine().split(" ")[1]);
            int length = 0;
            for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                if (header.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            char[] body = new char[length];
            int read = 0;
            while (read < length) {
                read += in.read(body, read, length - read);
            }
            return StrictJson.parse(new String(body).getBytes(StandardCharsets.UTF_8));
        }

        int status() {
            return status;
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
