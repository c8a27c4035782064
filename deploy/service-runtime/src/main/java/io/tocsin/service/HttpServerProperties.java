package io.tocsin.service;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the settings mean for the framework's HTTP server. */
final class HttpServerProperties {

    /** Longest request line; longer ones are a 414. */
    private static final int MAX_REQUEST_LINE = 8 * 1024;

    /** What the framework itself may buffer; bodies are read by our own reader within the limits of each route. */
    private static final long MAX_FRAMEWORK_BUFFER = 1L << 20;

    private HttpServerProperties() {}

    static Map<String, Object> of(Settings settings, List<Integer> ports) {
        Map<String, Object> properties = new HashMap<>();
        String host = settings.get(CommonSettings.HTTP_HOST);
        properties.put("micronaut.server.host", host);
        if (ports.size() == 1) {
            properties.put("micronaut.server.port", ports.get(0) == 0 ? -1 : ports.get(0));
        } else {
            for (int i = 0; i < ports.size(); i++) {
                String listener = "micronaut.server.netty.listeners." + (i == 0 ? "main" : "further" + i);
                properties.put(listener + ".host", host);
                properties.put(listener + ".port", ports.get(i));
            }
        }
        properties.put("micronaut.server.idle-timeout", "-1s");
        properties.put("micronaut.server.max-request-size", Long.MAX_VALUE);
        properties.put("micronaut.server.max-request-buffer-size", MAX_FRAMEWORK_BUFFER);
        properties.put("micronaut.server.multipart.enabled", false);
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        properties.put("micronaut.server.netty.max-initial-line-length", MAX_REQUEST_LINE);
        properties.put(
                "micronaut.server.netty.max-header-size",
                settings.get(CommonSettings.HTTP_MAX_HEADER_SIZE).bytesAsInt());
        properties.put("micronaut.server.netty.validate-headers", true);
        properties.put("micronaut.server.netty.keep-alive-on-server-error", true);
        List<String> origins = settings.get(CommonSettings.HTTP_ALLOWED_ORIGINS);
        if (!origins.isEmpty()) {
            properties.put("micronaut.server.cors.enabled", true);
            properties.put("micronaut.server.cors.configurations.allowed.allowed-origins", origins);
        }
        // Bodies do not go through the framework's mapper, but should one ever, it must not be more lenient than ours.
        properties.put("jackson.serialization-inclusion", "ALWAYS");
        properties.put("jackson.deserialization.unwrap-single-value-arrays", false);
        properties.put("jackson.deserialization.fail-on-trailing-tokens", true);
        properties.put("jackson.parser.strict-duplicate-detection", true);
        return properties;
    }
}
