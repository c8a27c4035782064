package io.tocsin.gateway.publish;

import static io.tocsin.gateway.publish.InFlightBytes.Room.CLIENT_FULL;
import static io.tocsin.gateway.publish.InFlightBytes.Room.FULL;
import static io.tocsin.gateway.publish.InFlightBytes.Room.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightBytesTest {

    private final InFlightBytes bytes = new InFlightBytes(100, 60);

    @Test
    void oneClientCannotTakeTheRoomOfAll() {
        assertThat(bytes.take("a", 50)).isEqualTo(TAKEN);
        assertThat(bytes.take("a", 11)).isEqualTo(CLIENT_FULL);
        assertThat(bytes.take("b", 40)).isEqualTo(TAKEN);
        assertThat(bytes.take("b", 11)).isEqualTo(FULL);
        assertThat(bytes.total()).isEqualTo(90);
    }

    @Test
    void roomThatIsGivenBackCanBeTakenAgain() {
        bytes.take("a", 60);
        bytes.release("a", 60);

        assertThat(bytes.total()).isZero();
        assertThat(bytes.take("a", 60)).isEqualTo(TAKEN);
    }

    @Test
    void aRequestLargerThanABoundComesInAlone() {
        assertThat(bytes.take("a", 500)).isEqualTo(TAKEN);
        assertThat(bytes.take("b", 1)).isEqualTo(FULL);
        bytes.release("a", 500);
        assertThat(bytes.take("b", 1)).isEqualTo(TAKEN);
        assertThat(bytes.take("a", 500)).isEqualTo(FULL);
    }
}
