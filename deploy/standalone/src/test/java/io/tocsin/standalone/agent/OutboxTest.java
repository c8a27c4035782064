package io.tocsin.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standalone.client.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final List<String> taken = new ArrayList<>();
    private boolean down;
    private final Outbox outbox = new Outbox(this::send, 3);

    @Test
    void whatIsNotTakenWaitsAndIsSentInOrder() throws Exception {
        down = true;
        put("a", "b");
        outbox.send();
        assertThat(outbox.waiting()).isEqualTo(2);

        down = false;
        put("c");
        outbox.send();

        assertThat(taken).containsExactly("a", "b", "c");
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    void theOldestIsDroppedWhenTooManyWait() throws Exception {
        down = true;
        put("a", "b", "c", "d");
        outbox.send();
        down = false;
        outbox.send();

        assertThat(taken).containsExactly("b", "c", "d");
        assertThat(outbox.dropped()).isEqualTo(1);
    }

    private void put(String... documents) {
        for (String document : documents) {
            outbox.put("/ingest", document.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Delivery send(String path, byte[] document) {
        if (down) {
            return new Delivery.Again(Duration.ofSeconds(1), "down");
        }
        taken.add(new String(document, StandardCharsets.UTF_8));
        return new Delivery.Settled(1, List.of());
    }
}
