package io.tocsin.alertsink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10), new Random(7));

    @Test
    void theBoundDoublesUpToTheCap() {
        assertThat(LongStream.rangeClosed(1, 12).map(n -> backoff.boundMillis((int) n)))
                .containsExactly(
                        1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L, 512_000L,
                        600_000L, 600_000L);
    }

    @Property
    void noDelayIsNegativeOrBeyondItsBoundHoweverManyFailures(
            @ForAll @LongRange(min = 1, max = 86_400_000) long initial,
            @ForAll @LongRange(min = 0, max = 86_400_000) long more,
            @ForAll @IntRange(min = 1) int failures,
            @ForAll long seed) {
        Backoff any = new Backoff(Duration.ofMillis(initial), Duration.ofMillis(initial + more), new Random(seed));
        assertThat(any.boundMillis(failures)).isBetween(initial, initial + more);
        assertThat(any.delayMillis(failures)).isBetween(0L, any.boundMillis(failures));
    }

    @Test
    void delaysAreEvenlySpreadFromZeroToTheBound() {
        double[] delays = LongStream.range(0, 100_000)
                .map(n -> backoff.delayMillis(4))
                .asDoubleStream()
                .sorted()
                .toArray();
        assertThat(delays[0]).isLessThan(20);
        assertThat(delays[25_000]).isCloseTo(2_000, within(100.0));
        assertThat(delays[50_000]).isCloseTo(4_000, within(100.0));
        assertThat(delays[75_000]).isCloseTo(6_000, within(100.0));
        assertThat(delays[99_999]).isGreaterThan(7_980);
    }

    @Property
    void aTryIsNeitherBeforeTheReceiverAllowsItNorAfterTheHorizon(
            @ForAll @IntRange(min = 1, max = 500) int failures,
            @ForAll @LongRange(min = 0, max = 100_000_000) long elapsed,
            @ForAll @LongRange(min = 0, max = 10_000_000) long retryAfter) {
        long start = 1_000_000;
        Duration horizon = Duration.ofHours(24);
        Duration most = Duration.ofHours(1);
        RetryPolicy policy =
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(10), horizon, most, new Random(failures));
        long now = start + elapsed;
        OptionalLong next = policy.nextAttemptAt(start, failures, now, Optional.of(Duration.ofMillis(retryAfter)));
        if (elapsed >= horizon.toMillis()) {
            assertThat(next).isEmpty();
        } else {
            long allowed = now + Math.min(retryAfter, most.toMillis());
            long deadline = start + horizon.toMillis();
            assertThat(next.getAsLong()).isBetween(Math.min(allowed, deadline), deadline);
        }
    }

    @Test
    void aDayOfRetriesIsAFewHundredTries() {
        RetryPolicy policy = new RetryPolicy(
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofHours(1),
                new Random(3));
        long now = 0;
        int failures = 0;
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            now = next.getAsLong();
            next = policy.nextAttemptAt(0, ++failures, now, Optional.empty());
        }
        assertThat(now).isEqualTo(Duration.ofHours(24).toMillis());
        assertThat(failures).isBetween(200, 400);
    }
}
