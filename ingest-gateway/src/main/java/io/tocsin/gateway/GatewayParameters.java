package io.tocsin.gateway;

import io.tocsin.gateway.decode.DecodingLimits;
import io.tocsin.gateway.publish.PublishParameters;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the gateway needs to know, read from the settings once.
 *
 * @param limits what a request may hold
 * @param publish how records are brought to Kafka
 * @param maxBody largest body in bytes
 * @param maxLine longest line of a continuous stream in bytes
 * @param queryService where queries are answered, if known
 * @param ingestLog file of the log of batches
 * @param ingestLogBytes size at which it is rotated
 * @param ingestLogFiles how many of its files are kept
 * @param consoleLines most console lines in a second
 */
public record GatewayParameters(
        DecodingLimits limits,
        PublishParameters publish,
        long maxBody,
        int maxLine,
        Optional<URI> queryService,
        Path ingestLog,
        long ingestLogBytes,
        int ingestLogFiles,
        int consoleLines) {

    /** Tenant of all sources until callers authenticate. */
    public static final String TENANT = "default";

    /**
     * Reads the settings.
     *
     * @throws InvalidSettingsException when values do not fit together
     */
    public static GatewayParameters of(Settings settings) {
        DecodingLimits limits = new DecodingLimits(
                settings.get(GatewaySettings.MAX_BATCH),
                settings.get(GatewaySettings.MAX_LOG_BATCH),
                settings.get(GatewaySettings.MAX_METRICS),
                settings.get(GatewaySettings.MAX_ATTRIBUTES),
                settings.get(GatewaySettings.MAX_TEXT),
                settings.get(GatewaySettings.MAX_RECORD).bytesAsInt());
        PublishParameters publish = new PublishParameters(
                String.join(",", settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS)),
                settings.get(GatewaySettings.DELIVERY_DEADLINE),
                settings.get(GatewaySettings.MAX_IN_FLIGHT).bytes(),
                settings.get(GatewaySettings.MAX_IN_FLIGHT_PER_CLIENT).bytes(),
                settings.get(GatewaySettings.LINGER),
                settings.get(GatewaySettings.PRODUCER_BATCH).bytes(),
                settings.get(GatewaySettings.COMPRESSION).name().toLowerCase(Locale.ROOT));
        return new GatewayParameters(
                limits,
                publish,
                settings.get(GatewaySettings.MAX_BODY).bytes(),
                settings.get(GatewaySettings.MAX_LINE).bytesAsInt(),
                queryService(settings),
                settings.get(GatewaySettings.INGEST_LOG),
                settings.get(GatewaySettings.INGEST_LOG_SIZE).bytes(),
                settings.get(GatewaySettings.INGEST_LOG_FILES),
                settings.get(GatewaySettings.CONSOLE_LINES));
    }

    private static Optional<URI> queryService(Settings settings) {
        String text = settings.get(GatewaySettings.QUERY_URL);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            URI address = new URI(text.strip());
            if ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) {
                return Optional.of(address);
            }
        } catch (java.net.URISyntaxException e) {
            throw invalidQueryUrl(text);
        }
        throw invalidQueryUrl(text);
    }

    private static InvalidSettingsException invalidQueryUrl(String text) {
        return new InvalidSettingsException(
                GatewaySettings.QUERY_URL.name(), "\"" + text + "\" is not an http or https address");
    }
}
