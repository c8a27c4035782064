package io.tocsin.alertsink.dispatch;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the dispatch topology. A thread that fails is replaced: its transaction is aborted, and what it had read comes
 * again. Thread-safe.
 */
public final class DispatchStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    /** Makes the application; nothing runs yet. */
    public DispatchStreams(Topology topology, Properties config) {
        streams = new KafkaStreams(topology, config);
        streams.setUncaughtExceptionHandler(failed -> {
            LOG.error("The dispatch of alerts failed and goes on with a new thread", failed);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /** Begins. */
    public void start() {
        streams.start();
    }

    /** Returns its state in Kafka's words. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Ends, and leaves its group so that others take over at once. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
