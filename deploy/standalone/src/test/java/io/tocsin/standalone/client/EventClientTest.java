package io.tocsin.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventClientTest {

    private HttpServer server;
    private String received;
    private int status = 202;
    private String answer = "{}";
    private EventClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "7");
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new EventClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eventsAreSentOneALine() throws Exception {
        assertThat(send("{\"a\":1}", "{\"b\":2}")).isEqualTo(new Delivery.Settled(2, List.of()));
        assertThat(received).isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    }

    @Test
    void refusedEventsOfABatchAreTold() throws Exception {
        answer = """
                {"accepted":1,"rejected":1,"results":[
                  {"index":1,"id":null,"status":"rejected","errors":[{"field":"source","message":"is missing"}]}]}
                """;

        assertThat(send("{}", "{}"))
                .isEqualTo(new Delivery.Settled(1, List.of("event 1 of its batch: source is missing")));
    }

    @Test
    void anOverloadedGatewayIsTriedAgainWhenItSays() throws Exception {
        status = 503;
        answer = "{\"title\":\"Service Unavailable\",\"detail\":\"no broker\"}";

        assertThat(send("{}")).isEqualTo(new Delivery.Again(Duration.ofSeconds(7), "503 no broker"));
    }

    @Test
    void aRefusalIsForGood() throws Exception {
        status = 422;
        answer = "{\"detail\":\"no source\"}";

        assertThat(send("{}", "{}")).isEqualTo(new Delivery.Settled(0, List.of("422 no source", "422 no source")));
    }

    @Test
    void aGatewayThatIsNotThereIsTriedAgain() throws Exception {
        server.stop(0);

        assertThat(send("{}")).isInstanceOf(Delivery.Again.class);
    }

    private Delivery send(String... events) throws InterruptedException {
        return client.sendEvents(List.of(events).stream()
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}
