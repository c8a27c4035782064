package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.util.SortedMap;

/**
 * {@code victorops_configs}: Splunk On-Call. Immutable.
 *
 * @param apiUrl base of the API, with a slash at the end
 * @param customFields further fields by name
 */
public record VictoropsConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential apiKey,
        String apiUrl,
        String routingKey,
        String messageType,
        String stateMessage,
        String entityDisplayName,
        String monitoringTool,
        SortedMap<String, String> customFields)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "victorops";
    }
}
