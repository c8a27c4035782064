package io.tocsin.processor.topology.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.serde.RegistryUnavailableException;
import io.tocsin.schemas.serde.UnknownSchemaException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class RegistryPatienceTest {

    @Test
    void aRegistryThatIsAwayIsAskedAgainUntilItAnswers() {
        AtomicInteger asked = new AtomicInteger();

        int answer = new RegistryPatience(() -> false).await(() -> {
            if (asked.incrementAndGet() < 3) {
                throw new RegistryUnavailableException("away");
            }
            return 7;
        });

        assertThat(answer).isEqualTo(7);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatTheRegistryDoesNotKnowIsNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> new RegistryPatience(() -> false).await(() -> {
                    asked.incrementAndGet();
                    throw new UnknownSchemaException("no such id");
                }))
                .isInstanceOf(UnknownSchemaException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aStopEndsTheWaiting() {
        assertThatThrownBy(() -> new RegistryPatience(() -> true).await(() -> {
                    throw new RegistryUnavailableException("away");
                }))
                .isInstanceOf(StreamsException.class);
    }
}
