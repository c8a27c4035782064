package io.tocsin.standalone.follow;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a follower in a thread of its own until it is closed. Thread-safe. */
public final class FollowerThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowerThread.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final LogFollower follower;
    private final InstantSource clock;
    private final Thread thread;

    /** Starts to follow. */
    public FollowerThread(LogFollower follower, InstantSource clock) {
        this.follower = Objects.requireNonNull(follower, "follower");
        this.clock = Objects.requireNonNull(clock, "clock");
        thread = new Thread(this::follow, "follow");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        try (follower) {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(follower.round(clock.instant(), PAUSE).toMillis());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LOG.warn("positions of followed logs could not be saved: {}", failed.toString());
        }
    }

    /** Stops to follow; lines that are not acknowledged yet are sent again at the next start, with the same ids. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
