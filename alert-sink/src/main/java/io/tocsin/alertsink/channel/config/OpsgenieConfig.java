package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.util.List;
import java.util.SortedMap;

/**
 * {@code opsgenie_configs}. Immutable.
 *
 * @param apiUrl base of the API, with a slash at the end
 * @param tags tags, separated by commas
 * @param actions actions, separated by commas
 * @param updateAlerts whether message and description of an open alert are renewed
 */
public record OpsgenieConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential apiKey,
        String apiUrl,
        String message,
        String description,
        String source,
        SortedMap<String, String> details,
        String entity,
        List<Responder> responders,
        String actions,
        String tags,
        String note,
        String priority,
        boolean updateAlerts)
        implements ChannelConfig {

    public OpsgenieConfig {
        responders = List.copyOf(responders);
    }

    @Override
    public String kind() {
        return "opsgenie";
    }

    /**
     * Who is responsible.
     *
     * @param type team, teams, user, escalation or schedule, or a template
     */
    public record Responder(String id, String name, String username, String type) {}
}
