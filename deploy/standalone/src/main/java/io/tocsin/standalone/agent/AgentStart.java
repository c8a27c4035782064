package io.tocsin.standalone.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.client.EventClient;
import io.tocsin.standalone.follow.FollowerThread;
import io.tocsin.standalone.follow.LineEvents;
import io.tocsin.standalone.follow.LogFollower;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Puts the agent together: readings of this machine and process, and the logs that it follows. */
public final class AgentStart {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    /** Ten minutes of readings at the default interval. */
    private static final int OUTBOX_CAPACITY = 240;

    private AgentStart() {}

    /**
     * What was started.
     *
     * @param hostName name of this machine as a source
     * @param parts what is to be closed
     */
    public record Started(String hostName, List<AutoCloseable> parts) {
        public Started {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Starts the agent.
     *
     * @param gateway where to report
     * @param positions file that remembers how far logs were read
     * @param meters what this process counts
     * @param clock the wall clock
     * @throws IOException when the positions cannot be read
     */
    public static Started start(
            Settings settings, URI gateway, Path positions, MeterRegistry meters, InstantSource clock)
            throws IOException {
        EventClient client = new EventClient(gateway, ANSWER_TIMEOUT);
        HostProbe probe = new HostProbe(settings.get(AgentSettings.DISK), System::nanoTime);
        String configured = settings.get(AgentSettings.HOST);
        String hostName = configured.isBlank() ? probe.hostName() : configured;
        String environment = settings.get(AgentSettings.ENVIRONMENT);
        List<AutoCloseable> parts = new ArrayList<>();
        HostAgent agent = new HostAgent(
                probe,
                new PlatformProbe(meters, System::nanoTime),
                hostName,
                environment,
                new Outbox(client::sendDocument, OUTBOX_CAPACITY),
                clock);
        agent.start(settings.get(AgentSettings.INTERVAL));
        parts.add(agent);
        if (!settings.get(AgentSettings.FOLLOW).isEmpty()) {
            LogFollower follower = LogFollower.of(
                    settings.get(AgentSettings.FOLLOW),
                    Path.of(""),
                    positions,
                    new LineEvents(environment, hostName, ZoneId.systemDefault(), clock),
                    client::sendEvents);
            parts.add(new FollowerThread(follower, clock));
        }
        return new Started(hostName, parts);
    }
}
