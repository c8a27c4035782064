package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.sse.Event;
import io.tocsin.service.RunningService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Connections that stay: sockets and streams of events outlive every deadline of requests. */
final class LiveConnectionTest {

    private static final Sinks.Many<Event<String>> EVENTS =
            Sinks.many().multicast().directBestEffort();

    private static RunningService service;

    /** Streams the events of the test. */
    @Controller("/live")
    static final class Live {
        @Get(uri = "/events", produces = MediaType.TEXT_EVENT_STREAM)
        Publisher<Event<String>> events() {
            return Flux.just(Event.of("first")).concatWith(EVENTS.asFlux());
        }
    }

    @BeforeAll
    static void start() {
        service = TestServer.start(
                "http.head-timeout", "200ms",
                "http.body-timeout", "200ms",
                "http.body-idle-timeout", "200ms",
                "http.idle-timeout", "300ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static WebSocket connect(BlockingQueue<String> received, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + service.port() + "/example/socket"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                                received.add(data.toString());
                                return WebSocket.Listener.super.onText(socket, data, last);
                            }
                        })
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void aSocketWorksAndStaysThoughItIsSilent() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = connect(received);
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(received.poll(1, TimeUnit.SECONDS)).isNull();
        socket.sendText("boo", true);
        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("you said boo");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
    }

    @Test
    void aPageOfAnotherOriginCannotOpenASocket() {
        assertThatThrownBy(() -> connect(new LinkedBlockingQueue<>(), "Origin", "https://attacker.example"))
                .rootCause()
                .hasMessageContaining("403");
    }

    @Test
    void headOfAnEndlessResponseEnds() throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            client.send("HEAD /live/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.head().header("content-type")).startsWith(MediaType.TEXT_EVENT_STREAM);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void eventsArriveOneByOneAlsoAfterSilence() throws IOException, InterruptedException {
        HttpResponse<java.io.InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.uri() + "/live/events"))
                                .header("Accept-Encoding", "gzip")
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body()))) {
            assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: first");
            assertThat(lines.readLine()).isEmpty();
            new LinkedBlockingQueue<String>().poll(1, TimeUnit.SECONDS);
            EVENTS.tryEmitNext(Event.of("second"));
            assertThat(lines.readLine()).isEqualTo("data: second");
        }
    }
}
