package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code slack_configs}. Immutable.
 *
 * @param apiUrl incoming webhook or Web API method
 * @param appToken token of an app, sent as {@code Authorization: Bearer}; empty when the URL is the secret
 * @param timeout time for the whole exchange; zero means that of the channel
 */
public record SlackConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential apiUrl,
        Credential appToken,
        String channel,
        String username,
        String color,
        String title,
        String titleLink,
        String pretext,
        String text,
        String messageText,
        List<Field> fields,
        boolean shortFields,
        String footer,
        String fallback,
        String callbackId,
        String iconEmoji,
        String iconUrl,
        String imageUrl,
        String thumbUrl,
        boolean linkNames,
        List<String> mrkdwnIn,
        List<Action> actions,
        Duration timeout)
        implements ChannelConfig {

    public SlackConfig {
        fields = List.copyOf(fields);
        mrkdwnIn = List.copyOf(mrkdwnIn);
        actions = List.copyOf(actions);
    }

    @Override
    public String kind() {
        return "slack";
    }

    /**
     * A field of the attachment.
     *
     * @param isShort whether it may stand beside others; empty: as {@code short_fields} says
     */
    public record Field(String title, String value, Optional<Boolean> isShort) {}

    /** A button. */
    public record Action(
            String type,
            String text,
            String url,
            String style,
            String name,
            String value,
            Optional<Confirmation> confirm) {}

    /** What a button asks before it acts. */
    public record Confirmation(String text, String title, String okText, String dismissText) {}
}
