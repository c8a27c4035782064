package io.tocsin.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the beans of some roles and the HTTP server in front of them. */
public final class ServiceRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

    private ServiceRunner() {}

    /**
     * Starts. The settings are a bean of type {@link Settings}; on return the server listens.
     *
     * @param roles which of {@link Roles} to play
     * @param beans further singletons, registered by their own types
     * @throws InvalidSettingsException if the settings do not allow to start
     * @throws StartFailedException if something else prevents it, such as a port that is taken
     */
    public static RunningService start(Settings settings, Set<String> roles, Object... beans) {
        requireSafe(settings);
        PortChoice choice = PortChoice.of(settings);
        choice.taken().forEach(port -> LOG.warn("Port {} is in use; going on without this compatibility port", port));
        Map<String, Object> properties = HttpServerProperties.of(settings, choice.ports());
        properties.put("micronaut.application.name", "tocsin");
        roles.forEach(role -> properties.put(Roles.property(role), "true"));
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(properties)
                .singletons(settings)
                .singletons(beans)
                .build();
        try {
            context.start();
            NettyEmbeddedServer server = context.getBean(NettyEmbeddedServer.class);
            server.start();
            int main = choice.ports().get(0) == 0
                    ? server.getPort()
                    : choice.ports().get(0);
            return new RunningService(context, server, settings.get(CommonSettings.HTTP_HOST), main);
        } catch (RuntimeException e) {
            context.close();
            throw StartFailedException.explain(e);
        }
    }

    private static void requireSafe(Settings settings) {
        String host = settings.get(CommonSettings.HTTP_HOST);
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress() && !settings.get(CommonSettings.INSECURE)) {
                throw new InvalidSettingsException(
                        CommonSettings.HTTP_HOST.name(),
                        "\"" + host
                                + "\" can be reached from other machines and nobody has to log in; listen on 127.0.0.1, "
                                + "or set insecure: true if the network is trusted");
            }
        } catch (UnknownHostException e) {
            throw new InvalidSettingsException(CommonSettings.HTTP_HOST.name(), "\"" + host + "\" is not an address");
        }
    }
}
