package io.tocsin.processor.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread ends by an exception. What may pass is tried again with a new thread, which takes up
 * at the last commit; what a new thread would meet again ends the processor, so that somebody looks. Too many new threads
 * within a short time also mean that it does not pass. Thread-safe.
 */
final class UncaughtPolicy implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UncaughtPolicy.class);
    private static final int MOST_REPLACEMENTS = 20;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Consumer<Throwable> ended;
    private final Deque<Long> replacements = new ArrayDeque<>();

    /**
     * Makes the policy.
     *
     * @param nanoTime clock without a date, as {@link System#nanoTime()}
     * @param ended hears of the exception that ended the processor
     */
    UncaughtPolicy(LongSupplier nanoTime, Consumer<Throwable> ended) {
        this.nanoTime = nanoTime;
        this.ended = ended;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        if (isLasting(exception)) {
            LOG.error("The processor stops: a new thread would fail in the same way", exception);
            ended.accept(exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long now = nanoTime.getAsLong();
        while (!replacements.isEmpty() && now - replacements.peekFirst() > WITHIN.toNanos()) {
            replacements.removeFirst();
        }
        if (replacements.size() >= MOST_REPLACEMENTS) {
            LOG.error("The processor stops: {} threads failed within {}", MOST_REPLACEMENTS, WITHIN, exception);
            ended.accept(exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        LOG.warn("A stream thread failed and is replaced", exception);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isLasting(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error
                    || cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof UnsupportedVersionException
                    || cause instanceof MissingSourceTopicException) {
                return true;
            }
        }
        return false;
    }
}
