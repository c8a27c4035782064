package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;

/**
 * {@code telegram_configs}. Immutable.
 *
 * @param apiUrl base of the Bot API
 * @param chatId number of a chat; a file can hold it
 * @param messageThreadId thread of a forum; 0 for none
 * @param parseMode {@code HTML}, {@code Markdown}, {@code MarkdownV2} or nothing
 */
public record TelegramConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        String apiUrl,
        Credential botToken,
        Credential chatId,
        int messageThreadId,
        String message,
        boolean disableNotifications,
        String parseMode)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "telegram";
    }
}
