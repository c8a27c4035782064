package io.tocsin.processor.runtime;

import io.tocsin.processor.topology.TaskRegister;
import io.tocsin.processor.topology.TaskStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices by the wall clock that ticks themselves do not come any more: the one thing that stream time cannot tell. While
 * they do not, silence of sources goes unnoticed. Thread-safe.
 */
final class TickWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TickWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TOO_OLD = Duration.ofSeconds(15);

    private final TaskRegister register;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private volatile boolean late;

    TickWatch(TaskRegister register, InstantSource clock) {
        this.register = register;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("tick-watch"));
    }

    void start() {
        timer.scheduleAtFixedRate(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the greatest age of the latest tick of any partition that is folded here, in milliseconds. */
    long greatestAge() {
        long now = clock.millis();
        long greatest = 0;
        for (TaskStatus task : register.active().values()) {
            greatest = Math.max(greatest, now - task.latestTickSeenAt());
        }
        return greatest;
    }

    private void look() {
        long age = greatestAge();
        boolean nowLate = age > TOO_OLD.toMillis();
        if (nowLate && !late) {
            LOG.error("No tick has been taken for {} ms: silence of sources is not noticed until they come again", age);
        } else if (late && !nowLate) {
            LOG.info("Ticks come again");
        }
        late = nowLate;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
