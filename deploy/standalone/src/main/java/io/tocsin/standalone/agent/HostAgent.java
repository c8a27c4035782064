package io.tocsin.standalone.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports this machine and this process, one reading each at every interval, from a thread of its own. Thread-safe.
 */
public final class HostAgent implements AutoCloseable {

    /** Source under which this process reports itself. */
    public static final String PLATFORM = "tocsin";

    private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final HostProbe host;
    private final PlatformProbe platform;
    private final String hostName;
    private final String environment;
    private final Outbox outbox;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "agent");
        made.setDaemon(true);
        return made;
    });
    private String lastFailure = "";

    HostAgent(
            HostProbe host,
            PlatformProbe platform,
            String hostName,
            String environment,
            Outbox outbox,
            InstantSource clock) {
        this.host = Objects.requireNonNull(host, "host");
        this.platform = Objects.requireNonNull(platform, "platform");
        this.hostName = Objects.requireNonNull(hostName, "hostName");
        this.environment = Objects.requireNonNull(environment, "environment");
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Starts to report: the first reading after a second, the others at the interval. */
    void start(Duration interval) {
        thread.scheduleAtFixedRate(
                this::report,
                Math.min(FIRST.toMillis(), interval.toMillis()),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Stops to report; what waits to be sent is dropped. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void report() {
        try {
            Instant now = clock.instant();
            outbox.put(
                    "/ingest",
                    bytes(HostSnapshot.of(UUID.randomUUID().toString(), hostName, environment, now, host.read())));
            outbox.put("/api/v1/events", bytes(platformEvent(now)));
            outbox.send();
            failure("");
        } catch (IOException | RuntimeException failed) {
            failure(failed.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode platformEvent(Instant now) {
        ObjectNode event = json.createObjectNode();
        event.put("id", UUID.randomUUID().toString());
        event.put("source", PLATFORM);
        event.put("event_type", "platform");
        event.put("environment", environment);
        event.put("timestamp", now.toString());
        event.putObject("labels").put("host", hostName);
        ObjectNode data = event.putObject("data");
        platform.read().forEach(data::put);
        data.put("agent_reports_waiting", outbox.waiting());
        data.put("agent_reports_dropped", outbox.dropped());
        return event;
    }

    private byte[] bytes(ObjectNode document) throws JsonProcessingException {
        return json.writeValueAsBytes(document);
    }

    /** Logs a failure once, until another comes or it is over. */
    private void failure(String failure) {
        if (!failure.equals(lastFailure)) {
            if (failure.isEmpty()) {
                LOG.info("the agent reads this machine again");
            } else {
                LOG.warn("the agent cannot read this machine: {}", failure);
            }
            lastFailure = failure;
        }
    }
}
