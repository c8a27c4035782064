package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads receivers that are chats: Slack, Microsoft Teams, Discord, Telegram, Webex. Stateless. */
final class ChatConfigs {

    private static final Set<String> PARSE_MODES = Set.of("", "HTML", "Markdown", "MarkdownV2");

    private ChatConfigs() {}

    static ChannelConfig slack(ConfigSection section) {
        Credential token = section.credential("app_token");
        Credential url = section.credentialUrl("api_url");
        String appUrl = section.url("app_url", "https://slack.com/api/chat.postMessage");
        if (!url.isPresent()) {
            url = token.isPresent() ? Credential.of(appUrl) : Credential.NONE;
        }
        if (!url.isPresent()) {
            section.problem("api_url", "no global Slack API URL set either inline or in a file");
        }
        return new SlackConfig(
                section.flag("send_resolved", false),
                ChannelConfigReader.http(section),
                url,
                token,
                section.text("channel", ""),
                section.text("username", template("slack.default.username")),
                section.text("color", "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}"),
                section.text("title", template("slack.default.title")),
                section.text("title_link", template("slack.default.titlelink")),
                section.text("pretext", template("slack.default.pretext")),
                section.text("text", template("slack.default.text")),
                section.text("message_text", ""),
                section.sections("fields").stream().map(ChatConfigs::field).toList(),
                section.flag("short_fields", false),
                section.text("footer", template("slack.default.footer")),
                section.text("fallback", template("slack.default.fallback")),
                section.text("callback_id", template("slack.default.callbackid")),
                section.text("icon_emoji", template("slack.default.iconemoji")),
                section.text("icon_url", template("slack.default.iconurl")),
                section.text("image_url", ""),
                section.text("thumb_url", ""),
                section.flag("link_names", false),
                section.texts("mrkdwn_in"),
                section.sections("actions").stream().map(ChatConfigs::action).toList(),
                section.duration("timeout", Duration.ZERO));
    }

    private static SlackConfig.Field field(ConfigSection section) {
        SlackConfig.Field field = new SlackConfig.Field(
                ChannelConfigReader.required(section, "title", section.text("title", "")),
                ChannelConfigReader.required(section, "value", section.text("value", "")),
                section.optionalFlag("short"));
        section.end();
        return field;
    }

    /** A button with a URL has neither name nor confirmation. */
    private static SlackConfig.Action action(ConfigSection section) {
        String url = section.text("url", "");
        String name = section.text("name", "");
        String value = section.text("value", "");
        Optional<SlackConfig.Confirmation> confirm = section.section("confirm").map(ChatConfigs::confirmation);
        if (url.isEmpty() && name.isEmpty()) {
            section.problem("", "missing name or url in Slack action configuration");
        }
        SlackConfig.Action action = new SlackConfig.Action(
                ChannelConfigReader.required(section, "type", section.text("type", "")),
                ChannelConfigReader.required(section, "text", section.text("text", "")),
                url,
                section.text("style", ""),
                url.isEmpty() ? name : "",
                url.isEmpty() ? value : "",
                url.isEmpty() ? confirm : Optional.empty());
        section.end();
        return action;
    }

    private static SlackConfig.Confirmation confirmation(ConfigSection section) {
        SlackConfig.Confirmation confirmation = new SlackConfig.Confirmation(
                ChannelConfigReader.required(section, "text", section.text("text", "")),
                section.text("title", ""),
                section.text("ok_text", ""),
                section.text("dismiss_text", ""));
        section.end();
        return confirmation;
    }

    static ChannelConfig teams(ConfigSection section) {
        return new TeamsConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                webhookUrl(section),
                section.text("title", template("msteams.default.title")),
                section.text("summary", template("msteams.default.summary")),
                section.text("text", template("msteams.default.text")));
    }

    static ChannelConfig teamsWorkflow(ConfigSection section) {
        return new TeamsWorkflowConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                webhookUrl(section),
                section.text("title", template("msteamsv2.default.title")),
                section.text("text", template("msteamsv2.default.text")));
    }

    static ChannelConfig discord(ConfigSection section) {
        return new DiscordConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                webhookUrl(section),
                section.text("content", ""),
                section.text("title", template("discord.default.title")),
                section.text("message", template("discord.default.message")),
                section.text("username", ""),
                section.text("avatar_url", ""));
    }

    static ChannelConfig telegram(ConfigSection section) {
        String parseMode = section.text("parse_mode", "HTML");
        if (!PARSE_MODES.contains(parseMode)) {
            section.problem("parse_mode", "must be Markdown, MarkdownV2, HTML or empty");
        }
        Credential token = section.credential("bot_token");
        return new TelegramConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                section.url("api_url", "https://api.telegram.org"),
                ChannelConfigReader.required(section, "bot_token", token),
                ChannelConfigReader.required(section, "chat_id", section.credential("chat_id")),
                (int) section.number("message_thread_id", 0, 0, Integer.MAX_VALUE),
                section.text("message", template("telegram.default.message")),
                section.flag("disable_notifications", false),
                parseMode);
    }

    static ChannelConfig webex(ConfigSection section) {
        HttpConfig http = ChannelConfigReader.http(section);
        if (http.authorization().isEmpty()) {
            section.problem("http_config", "missing webex_configs.http_config.authorization");
        }
        return new WebexConfig(
                section.flag("send_resolved", true),
                http,
                section.url("api_url", "https://webexapis.com/v1/messages"),
                section.text("message", template("webex.default.message")),
                ChannelConfigReader.required(section, "room_id", section.text("room_id", "")));
    }

    private static Credential webhookUrl(ConfigSection section) {
        return ChannelConfigReader.required(section, "webhook_url", section.credentialUrl("webhook_url"));
    }

    private static String template(String name) {
        return "{{ template \"" + name + "\" . }}";
    }
}
