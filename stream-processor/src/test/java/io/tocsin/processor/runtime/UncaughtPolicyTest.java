package io.tocsin.processor.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class UncaughtPolicyTest {

    private final List<Throwable> ended = new ArrayList<>();
    private long now;
    private final UncaughtPolicy policy = new UncaughtPolicy(() -> now, ended::add);

    @Test
    void whatMayPassGetsANewThread() {
        assertThat(policy.handle(new StreamsException(new TimeoutException("slow"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(ended).isEmpty();
    }

    @Test
    void whatWouldComeAgainEndsTheProcessor() {
        StreamsException refused = new StreamsException(new TopicAuthorizationException("not for you"));

        assertThat(policy.handle(refused)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.handle(new OutOfMemoryError("heap"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(ended).hasSize(2).first().isSameAs(refused);
    }

    @Test
    void tooManyNewThreadsWithinAShortTimeEndTheProcessor() {
        for (int i = 0; i < 20; i++) {
            assertThat(policy.handle(new StreamsException("again"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(policy.handle(new StreamsException("again"))).isEqualTo(SHUTDOWN_CLIENT);

        now += TimeUnit.MINUTES.toNanos(11);
        assertThat(policy.handle(new StreamsException("later"))).isEqualTo(REPLACE_THREAD);
    }
}
