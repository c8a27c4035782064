package io.tocsin.standalone.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.tocsin.alertsink.SinkSettings;
import io.tocsin.gateway.GatewaySettings;
import io.tocsin.service.Roles;
import io.tocsin.service.RunningService;
import io.tocsin.service.ServiceRunner;
import io.tocsin.service.health.ReadinessCheck;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import io.tocsin.standalone.AllSettings;
import io.tocsin.standalone.agent.AgentSettings;
import io.tocsin.standalone.agent.AgentStart;
import io.tocsin.standalone.cli.ConfigFile;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in one process: broker, registry, topics, all services in one context, and the agent. Started once; closed in
 * the reverse order of the start, also while it starts, by any thread.
 */
final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    private static final Set<String> ROLES =
            Set.of(Roles.GATEWAY, Roles.PROCESSOR, Roles.SINK, Roles.QUERY, Roles.STANDALONE);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final DataFolder folder;
    private final RunOptions options;
    private Settings settings;
    private EmbeddedParts embedded;
    private RunningService service;
    private List<ReadinessCheck> checks = List.of();
    private Optional<String> hostName = Optional.empty();
    private boolean closed;

    /**
     * Makes a platform, not started.
     *
     * @param folder where everything is kept; the caller closes it
     * @param options what the command line says
     * @param settings what it comes to, with file and environment
     */
    Platform(DataFolder folder, RunOptions options, Settings settings) {
        this.folder = folder;
        this.options = options;
        this.settings = settings;
    }

    /**
     * Starts everything. After a failure {@link #close} stops what did start.
     *
     * @throws IOException when no port is free
     * @throws StoppedException when it was closed meanwhile
     */
    void start(InstantSource clock) throws IOException {
        embedded = remember(EmbeddedParts.start(folder, settings));
        startServices();
        startAgent(clock);
    }

    /** The services are told where the embedded parts are by settings, as they would be in a cluster. */
    private void startServices() {
        Map<String, String> overrides = new HashMap<>(options.overrides());
        overrides.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), embedded.bootstrapServers());
        overrides.put(CommonSettings.REGISTRY_URL.name(), embedded.registryUrl());
        overrides.put(CommonSettings.DATA_DIR.name(), folder.path().toString());
        // What is not said otherwise is kept in the data folder, wherever the process was started.
        if (settings.get(GatewaySettings.INGEST_LOG).equals(GatewaySettings.INGEST_LOG.defaultValue())) {
            overrides.put(
                    GatewaySettings.INGEST_LOG.name(),
                    folder.of(GatewaySettings.INGEST_LOG.defaultValue().toString())
                            .toString());
        }
        if (settings.get(SinkSettings.FILE).equals(ConfigFile.NOTIFICATIONS_FILE)) {
            overrides.put(
                    SinkSettings.FILE.name(),
                    folder.of(ConfigFile.NOTIFICATIONS_FILE).toString());
        }
        settings =
                Settings.load(AllSettings.catalogue(), ConfigFile.read(options.config()), System.getenv(), overrides);
        service = remember(ServiceRunner.start(settings, ROLES));
        checks = List.copyOf(service.context().getBeansOfType(ReadinessCheck.class));
    }

    private void startAgent(InstantSource clock) {
        if (!settings.get(AgentSettings.ENABLED)) {
            return;
        }
        try {
            AgentStart.Started agent = AgentStart.start(
                    settings,
                    uri(),
                    folder.of("followed-logs.json"),
                    service.context().getBean(MeterRegistry.class),
                    clock);
            agent.parts().forEach(this::remember);
            hostName = Optional.of(agent.hostName());
        } catch (IOException | RuntimeException | LinkageError failed) {
            LOG.warn("the agent does not run, everything else does: {}", failed.toString());
        }
    }

    /** Whether every part can do its work. */
    boolean isReady() {
        return checks.stream().allMatch(ReadinessCheck::ready);
    }

    /** The parts that are not ready, in words. */
    String unready() {
        StringBuilder words = new StringBuilder();
        for (ReadinessCheck check : checks) {
            if (!check.ready()) {
                words.append(words.isEmpty() ? "" : "; ")
                        .append(check.name())
                        .append(": ")
                        .append(check.detail());
            }
        }
        return words.toString();
    }

    /** Whether it was told to stop. */
    boolean isClosed() {
        synchronized (started) {
            return closed;
        }
    }

    /** The beans of all services. */
    ApplicationContext context() {
        return service.context();
    }

    /** Where the main listener is. */
    URI uri() {
        return service.uri();
    }

    /** Where the broker is. */
    String bootstrapServers() {
        return embedded.bootstrapServers();
    }

    /** Where the registry is. */
    String registryUrl() {
        return embedded.registryUrl();
    }

    /** Name of this machine as a source, when the agent runs. */
    Optional<String> hostName() {
        return hostName;
    }

    /**
     * Adds a part that is closed with the platform, before those that were added earlier.
     *
     * @throws StoppedException when the platform is closed; then the part is as well
     */
    <T extends AutoCloseable> T remember(T part) {
        synchronized (started) {
            if (!closed) {
                started.push(part);
                return part;
            }
        }
        close(part);
        throw new StoppedException();
    }

    /** Stops what was started, the last first. One part that fails to stop does not keep the others from it. */
    @Override
    public synchronized void close() {
        synchronized (started) {
            closed = true;
        }
        while (!started.isEmpty()) {
            close(started.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failed) {
            LOG.warn("{} did not stop in order: {}", part.getClass().getSimpleName(), failed.toString());
        }
    }
}
