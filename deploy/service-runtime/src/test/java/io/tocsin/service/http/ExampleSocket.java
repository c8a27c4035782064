package io.tocsin.service.http;

import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import org.reactivestreams.Publisher;

/** Repeats what it is told. */
@ServerWebSocket("/example/socket")
final class ExampleSocket {

    @OnOpen
    Publisher<String> open(WebSocketSession session) {
        return session.send("hello");
    }

    @OnMessage
    Publisher<String> message(String message, WebSocketSession session) {
        return session.send("you said " + message);
    }
}
