package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void everyMadeUpAlertIsValid() {
        assertThat(Rehearsal.run(InstantSource.fixed(NOW), Duration.ofSeconds(1)))
                .isEqualTo(15_000);
    }

    @Test
    void theRestIsLeftWhereJavaIsTooSlow() {
        AtomicInteger asked = new AtomicInteger();
        InstantSource slow = () -> NOW.plusMillis(400L * asked.getAndIncrement());
        assertThat(Rehearsal.run(slow, Duration.ofSeconds(1))).isEqualTo(200);
    }
}
