package io.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.rig.Eventually;
import io.tocsin.gateway.rig.GatewayRig;
import io.tocsin.gateway.rig.TopicContents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away under a continuous stream. */
class StreamOutageIT {

    /** Far more than the sockets' buffers and the window of the stream hold. */
    private static final long ENDLESS = 64L << 20;

    @TempDir
    Path folder;

    @Test
    void aStreamStopsBeingReadWhileKafkaIsAwayAndEndsWithTheCounts() throws IOException {
        try (GatewayRig rig = GatewayRig.start(folder, Map.of("gateway.delivery-deadline", "3s"));
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", rig.port()))) {
            Socket socket = channel.socket();
            socket.setSoTimeout(20_000);
            write(
                    channel,
                    "POST /api/logs/stream/outage/continuous HTTP/1.1\r\nHost: 127.0.0.1:" + rig.port()
                            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(channel, chunk("{\"message\":\"before\"}\n"));
            Eventually.within(Duration.ofSeconds(10), "stored", () -> !TopicContents.logs(
                            rig.kafka().bootstrapServers())
                    .isEmpty());
            rig.kafka().stop();

            long taken = writeUntilRefused(channel);
            StringBuilder answer = new StringBuilder();
            channel.configureBlocking(true);
            byte[] bytes = new byte[4096];
            while (!answer.toString().contains("\"failed\"")) {
                int count = socket.getInputStream().read(bytes);
                assertThat(count).as("answer so far: %s", answer).isPositive();
                answer.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }

            assertThat(taken).as("bytes that the gateway let in").isLessThan(ENDLESS);
            assertThat(answer.toString()).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After:");
            assertThat(answer.toString()).contains("\"accepted\":1,\"rejected\":0,\"failed\":");
        }
    }

    /** Writes without waiting until the other side has taken nothing for a while. */
    private static long writeUntilRefused(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer lines = StandardCharsets.UTF_8.encode(chunk("{\"message\":\"during\"}\n".repeat(500)));
        long taken = 0;
        long lastProgress = System.nanoTime();
        while (taken < ENDLESS
                && System.nanoTime() - lastProgress < Duration.ofSeconds(1).toNanos()) {
            int count = channel.write(lines);
            if (count > 0) {
                taken += count;
                lastProgress = System.nanoTime();
            }
            if (!lines.hasRemaining()) {
                lines.rewind();
            }
        }
        return taken;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
