package io.tocsin.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Starts the beans of some roles and the HTTP server in front of them. */
public final class ServiceRunner {

    private ServiceRunner() {}

    /**
     * Starts. The settings are a bean of type {@link Settings}; on return the server listens.
     *
     * @param roles which of {@link Roles} to play
     * @param beans further singletons, registered by their own types
     * @throws InvalidSettingsException if the settings do not allow to start
     */
    public static RunningService start(Settings settings, Set<String> roles, Object... beans) {
        requireSafe(settings);
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(properties(settings, roles))
                .singletons(settings)
                .singletons(beans)
                .start();
        try {
            return new RunningService(
                    context, context.getBean(EmbeddedServer.class).start());
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private static void requireSafe(Settings settings) {
        String host = settings.get(CommonSettings.HTTP_HOST);
        if (settings.get(CommonSettings.INSECURE)) {
            return;
        }
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
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

    private static Map<String, Object> properties(Settings settings, Set<String> roles) {
        Map<String, Object> properties = new HashMap<>();
        roles.forEach(role -> properties.put(Roles.property(role), "true"));
        int port = settings.get(CommonSettings.HTTP_PORT);
        properties.put("micronaut.application.name", "tocsin");
        properties.put("micronaut.server.host", settings.get(CommonSettings.HTTP_HOST));
        properties.put("micronaut.server.port", port == 0 ? -1 : port);
        properties.put("micronaut.server.max-request-size", Long.MAX_VALUE);
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        properties.put("jackson.serialization-inclusion", "ALWAYS");
        return properties;
    }
}
