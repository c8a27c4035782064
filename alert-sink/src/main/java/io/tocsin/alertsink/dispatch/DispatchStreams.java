package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.catalogue.Stores;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
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

    /**
     * Returns where the instance listens that owns the engine, as it advertises itself: {@code host:port}. Empty when it does not,
     * or when nobody is known to own it. It is known from the latest distribution of tasks, so an owner that was killed may
     * still be named.
     */
    public Optional<String> owner() {
        if (!streams.state().isRunningOrRebalancing()) {
            return Optional.empty();
        }
        return streams.streamsMetadataForStore(Stores.ALERT_ENGINE).stream()
                .filter(each -> each.stateStoreNames().contains(Stores.ALERT_ENGINE))
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(HostInfo.unavailable()))
                .map(host -> (host.host().contains(":") ? '[' + host.host() + ']' : host.host()) + ':' + host.port())
                .findFirst();
    }

    /** Ends, and leaves its group so that others take over at once. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
