package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.service.RunningService;
import io.tocsin.service.http.RawClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How connections behave over several requests, long bodies and slow clients. */
final class ConnectionTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\n" + HOST + "\r\n";

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = TestServer.start(
                "http.head-timeout", "400ms",
                "http.body-timeout", "600ms",
                "http.body-idle-timeout", "400ms",
                "http.stream-idle-timeout", "900ms",
                "http.idle-timeout", "1s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String greet(String name) {
        String body = "{\"name\":\"" + name + "\"}";
        return "POST /example/greet HTTP/1.1\r\n" + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(greet("n" + i));
            }
            client.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(client.response().body()).isEqualTo("{\"greeting\":\"Hello n" + i + "\"}");
            }
        }
    }

    @Test
    void whatFollowsABrokenRequestIsNotHandled() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send(
                    greet("first") + "GET /healthz HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n" + greet("third"));
            assertThat(client.response().body()).contains("first");
            Response broken = client.response();
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.header("connection")).isEqualTo("close");
            assertThat(client.response().status()).isZero();
        }
    }

    @Test
    void whatFollowsABrokenChunkIsNotHandled() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/greet HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"
                    + greet("smuggled"));
            assertThat(client.response().status()).isEqualTo(400);
            assertThat(client.response().status()).isZero();
        }
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            for (char c : greet("slow").toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.response().body()).contains("Hello slow");
        }
    }

    @Test
    void chunkedBodiesWithExtensionsAndTrailersAreRead() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/greet HTTP/1.1\r\n" + HOST
                    + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\n{\"nam\r\n8\r\ne\":\"Ada\"\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n"
                    + HEALTH);
            assertThat(client.response().body()).contains("Hello Ada");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void connectionCloseAndHttp10AreHonoured() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("GET /healthz HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            assertThat(client.response().header("connection")).isEqualTo("close");
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (RawClient client = new RawClient(service.port())) {
            assertThat(client.send("GET /healthz HTTP/1.0\r\n\r\n").response().status())
                    .isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatAsksMayContinue() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send(
                    "POST /example/greet HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 14\r\n\r\n");
            assertThat(client.anyResponse().status()).isEqualTo(100);
            assertThat(client.send("{\"name\":\"Ada\"}").response().body()).contains("Hello Ada");
            assertThat(client.send(HEALTH).response().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatIsNotToContinueIsNotMisunderstoodAfterwards() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/greet HTTP/1.1\r\n" + HOST
                    + "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
            Response refusal = client.response();
            assertThat(refusal.status()).isEqualTo(413);
            assertThat(refusal.body()).contains("65536");
            assertThat(refusal.header("connection")).isEqualTo("close");
            assertThat(client.send(HEALTH).response().status()).isZero();
        }
    }

    @Test
    void aClientCanReadTheRefusalOfItsLargeUpload() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/size HTTP/1.1\r\n" + HOST + "Content-Length: 8000000\r\n\r\n");
            for (int i = 0; i < 80; i++) {
                client.send(new byte[100_000]);
            }
            assertThat(client.response().status()).isEqualTo(413);
            assertThat(client.send(HEALTH).response().status()).isEqualTo(200);
        }
    }

    @Test
    void anEndlessUploadIsNotReadForever() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/size HTTP/1.1\r\n" + HOST + "Content-Length: 8000000000\r\n\r\n");
            for (int i = 0; i < 400; i++) {
                client.send(new byte[100_000]);
            }
            client.response();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aStreamOfLinesMayLastLongerThanABody() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/lines HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
            long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            int lines = 0;
            while (System.nanoTime() < end) {
                client.send("8\r\n{\"a\":1}\n\r\n");
                lines++;
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            Response response = client.send("0\r\n\r\n").response();
            assertThat(response.body()).isEqualTo("{\"lines\":" + lines + ",\"bytes\":" + 7 * lines + "}");
        }
    }

    @Test
    void aSilentStreamEnds() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/lines HTTP/1.1\r\n" + HOST
                    + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\":1}\n\r\n");
            assertThat(client.response().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aWrongLineEndsAStreamWithAProblem() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/lines HTTP/1.1\r\n" + HOST
                    + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\":1}\n\r\n5\r\noops\n\r\n");
            assertThat(client.response().status()).isEqualTo(400);
        }
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/lines HTTP/1.1\r\n" + HOST + "Content-Length: 5000\r\n\r\n" + "a".repeat(5000));
            Response response = client.response();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).contains("Line 1").contains("1024");
        }
    }

    @Test
    void aSlowReceiverMakesTheClientWait() throws IOException {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        ExampleController.gate = gate;
        ExampleController.RECEIVED.set(0);
        int pieces = 1000;
        byte[] piece = "{\"a\":1234567}\n".repeat(5000).getBytes();
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/gated-lines HTTP/1.1\r\n" + HOST + "Content-Length: "
                    + (long) pieces * piece.length + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < pieces; i++) {
                        client.send(piece);
                        sent.incrementAndGet();
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            sender.start();
            long[] last = {-1, 0};
            await("the sender stalls", () -> {
                last[1] = sent.get() == last[0] ? last[1] + 1 : 0;
                last[0] = sent.get();
                return last[1] == 30;
            });
            assertThat(sent.get()).isLessThan(pieces / 2);
            assertThat(ExampleController.RECEIVED.get()).isLessThan(10_000);
            gate.complete(null);
            assertThat(client.response().body()).isEqualTo("{\"lines\":" + 5000L * pieces + "}");
        } finally {
            gate.complete(null);
        }
    }

    @Test
    void anIdleConnectionIsClosedButNotBeforeItsTime() throws IOException {
        long began = System.nanoTime();
        try (RawClient client = new RawClient(service.port())) {
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aSlowHeadOnAUsedConnectionEndsIt() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            assertThat(client.send(HEALTH).response().status()).isEqualTo(200);
            Response response = client.send("GET /health").response();
            assertThat(response.status()).isIn(408, 0);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotReadItsResponseLosesTheConnection() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("GET /example/large?mebibytes=64 HTTP/1.1\r\n" + HOST + "\r\n");
            await("a connection is open", () -> connections() >= 1);
            await("the connection is dropped", () -> connections() == 0);
        }
    }

    @Test
    void aSlowButHonestReaderGetsItsWholeResponse() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("GET /example/large?mebibytes=64 HTTP/1.1\r\n" + HOST + "\r\n");
            int read = 0;
            long pauseEvery = 4 << 20;
            for (long next = pauseEvery; read < 64 << 20; next += pauseEvery) {
                while (read < Math.min(next, 64 << 20)) {
                    read += client.readSome();
                }
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            }
            assertThat(read).isGreaterThanOrEqualTo(64 << 20);
        }
    }

    @Test
    void aDrippingHeadRunsIntoTheDeadlineAllTheSame() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            long began = System.nanoTime();
            for (char c : "GET /healthz HTTP/1.1".toCharArray()) {
                client.send(String.valueOf(c));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(client.response().status()).isIn(408, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aDrippingBodyRunsIntoTheDeadlineAllTheSame() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/greet HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                client.send("x");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(client.response().status()).isIn(408, 0);
        }
    }

    @Test
    void aLargeResponseArrivesWhole() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            Response response = client.send("GET /example/large?mebibytes=32 HTTP/1.1\r\n" + HOST + "\r\n")
                    .response();
            assertThat(response.body()).hasSize(32 << 20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static double connections() {
        return service.context()
                .getBean(MeterRegistry.class)
                .get("tocsin.http.connections")
                .gauge()
                .value();
    }

    @Test
    void aTruncatedBodyIsNoWholeBody() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("POST /example/greet HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\n{\"name\":\"Ada\"}");
            client.closeOutput();
            assertThat(client.response().status()).isIn(0, 400);
        }
    }

    @Test
    void oneConnectionTooManyIsRefusedAndTheOthersGoOn() throws IOException {
        try (RunningService small = TestServer.start("http.max-connections", "2");
                RawClient first = new RawClient(small.port());
                RawClient second = new RawClient(small.port())) {
            assertThat(first.send(HEALTH).response().status()).isEqualTo(200);
            assertThat(second.send(HEALTH).response().status()).isEqualTo(200);
            try (RawClient third = new RawClient(small.port())) {
                Response response = third.response();
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.header("retry-after")).isEqualTo("5");
            }
            assertThat(first.send(HEALTH).response().status()).isEqualTo(200);
        }
    }

    @Test
    void aStopEndsStreamsPolitelyAndSoon() throws IOException {
        RunningService stopping = TestServer.start();
        long began;
        try (RawClient client = new RawClient(stopping.port());
                RawClient idle = new RawClient(stopping.port())) {
            idle.send(HEALTH).response();
            ExampleController.RECEIVED.set(0);
            client.send("POST /example/gated-lines HTTP/1.1\r\n" + HOST
                    + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\":1}\n\r\n");
            await("the line is there", () -> ExampleController.RECEIVED.get() == 1);
            began = System.nanoTime();
            Thread stop = new Thread(stopping::close);
            stop.start();
            Response response = client.response();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("1");
            await("the service has stopped", () -> !stop.isAlive());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void everyPortAnswersAndATakenOneIsLeftOut() throws IOException {
        int further = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (RunningService several = TestServer.start("http.compat-ports", taken.getLocalPort() + "," + further)) {
                for (int port : Arrays.asList(several.port(), further)) {
                    try (RawClient client = new RawClient(port)) {
                        client.send("GET /example/port HTTP/1.1\r\n" + HOST + "\r\n");
                        assertThat(client.response().body()).isEqualTo("{\"port\":" + port + "}");
                    }
                }
            }
        }
    }
}
