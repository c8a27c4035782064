package io.tocsin.alertsink.channel.config;

/**
 * {@code webex_configs}; the bot's token is the authorization of {@code http_config}. Immutable.
 *
 * @param apiUrl where messages are posted
 * @param roomId room
 */
public record WebexConfig(boolean sendResolved, HttpConfig httpConfig, String apiUrl, String message, String roomId)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "webex";
    }
}
