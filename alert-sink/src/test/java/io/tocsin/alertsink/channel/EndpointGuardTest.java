package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.channel.EndpointGuard.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class EndpointGuardTest {

    private static final DeliveryResult OK = new DeliveryResult.Delivered(OptionalInt.of(200));

    private long now = 1_000_000;
    private int tries;
    private final List<Long> waits = new ArrayList<>();

    private EndpointGuard guard(Limits limits) {
        return new EndpointGuard(limits, () -> Instant.ofEpochMilli(now), waits::add);
    }

    private DeliveryResult call(EndpointGuard guard, DeliveryResult result) throws InterruptedException {
        return guard.call(() -> {
            tries++;
            return result;
        });
    }

    private static DeliveryResult failed(Duration retryAfter) {
        return new DeliveryResult.Failed(OptionalInt.of(503), "503", Optional.ofNullable(retryAfter));
    }

    @Test
    void anEndpointThatFailsAgainAndAgainIsLeftAloneAndThenTriedOnce() throws Exception {
        EndpointGuard guard = guard(new Limits(0, 1, 3, Duration.ofSeconds(5)));
        call(guard, failed(null));
        call(guard, failed(null));
        DeliveryResult.Failed opening = (DeliveryResult.Failed) call(guard, failed(null));
        assertThat(opening.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(((DeliveryResult.Failed) call(guard, OK)).retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(tries).as("nothing is sent while it is open").isEqualTo(3);
        now += 5_000;
        assertThat(((DeliveryResult.Failed) call(guard, failed(null))).retryAfter())
                .as("it rests twice as long when the one try fails")
                .contains(Duration.ofSeconds(10));
        now += 10_000;
        assertThat(call(guard, OK)).isEqualTo(OK);
        assertThat(call(guard, failed(null))).as("closed again").isEqualTo(failed(null));
    }

    @Test
    void aLongerWaitThatTheReceiverAskedForCounts() throws Exception {
        EndpointGuard guard = guard(new Limits(0, 1, 1, Duration.ofSeconds(5)));
        assertThat(((DeliveryResult.Failed) call(guard, failed(Duration.ofMinutes(1)))).retryAfter())
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void triesAreSpacedOutBeyondTheBurst() throws Exception {
        EndpointGuard guard = guard(new Limits(1, 2, 5, Duration.ofSeconds(5)));
        for (int i = 0; i < 4; i++) {
            call(guard, OK);
        }
        assertThat(waits).containsExactly(0L, 0L, 1_000L, 2_000L);
        now += 10_000;
        call(guard, OK);
        assertThat(waits).endsWith(0L);
    }

    @Test
    void whatIsGoneIsNotAskedAgain() throws Exception {
        EndpointGuard guard = guard(Limits.DEFAULT);
        call(guard, new DeliveryResult.Refused(OptionalInt.of(410), "gone"));
        assertThat(call(guard, OK)).isInstanceOf(DeliveryResult.Refused.class);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void aRefusalDoesNotCountAsAFailureOfTheEndpoint() throws Exception {
        EndpointGuard guard = guard(new Limits(0, 1, 1, Duration.ofSeconds(5)));
        call(guard, new DeliveryResult.Refused(OptionalInt.of(400), "400"));
        assertThat(call(guard, OK)).isEqualTo(OK);
    }
}
