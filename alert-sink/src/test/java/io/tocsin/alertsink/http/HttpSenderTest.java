package io.tocsin.alertsink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.Eventually;
import io.tocsin.alertsink.channel.config.HttpConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that writes the head of an answer and, when it may, the body. */
final class HttpSenderTest {

    private final CountDownLatch body = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final HttpSender sender = new HttpSender(HttpConfig.DEFAULT, () -> Instant.EPOCH);
    private volatile String head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    HttpSenderTest() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                connections.incrementAndGet();
                daemon(() -> serve(connection));
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        body.countDown();
        sender.close();
        server.close();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception closed) {
                assertThat(closed).isNotInstanceOf(Error.class);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket connection) throws Exception {
        InputStream in = connection.getInputStream();
        int last = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            // Requests of these tests end with the body "{}".
            if (last == '{' && next == '}') {
                connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                body.await();
                connection.getOutputStream().write("ok".getBytes(StandardCharsets.US_ASCII));
            }
            last = next;
        }
    }

    private HttpExchange request() {
        return HttpExchange.postJson(
                "http://127.0.0.1:" + server.getLocalPort() + "/", Map.of(), "{}".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void nobodyWaitsForABodyThatIsNotRead() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(sender.sendForHead(request(), Duration.ofSeconds(30)).status())
                    .isEqualTo(200);
        }
        assertThat(connections).hasValue(3);
        body.countDown();
        assertThat(sender.send(request(), Duration.ofSeconds(30)).body()).isEqualTo("ok");
    }

    @Test
    void aConnectionIsUsedAgainWhenItsBodyIsRead() {
        body.countDown();
        Eventually.within(Duration.ofSeconds(30), () -> connections + " connections", this::takesNoNewConnection);
    }

    private boolean takesNoNewConnection() {
        int before = connections.get();
        try {
            sender.sendForHead(request(), Duration.ofSeconds(30));
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
        return connections.get() == before;
    }

    @Test
    void anAnswerWithoutHeadIsLate() {
        head = "";
        assertThatThrownBy(() -> sender.sendForHead(request(), Duration.ofMillis(200)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theHeaderRetryAfterIsPassedOn() throws Exception {
        head = "HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n";
        assertThat(sender.sendForHead(request(), Duration.ofSeconds(30)).retryAfter())
                .contains("7");
    }
}
