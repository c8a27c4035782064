package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.ANY;
import static io.tocsin.alertsink.config.Kind.BOOL;
import static io.tocsin.alertsink.config.Kind.DURATION;
import static io.tocsin.alertsink.config.Kind.GO_DURATION;
import static io.tocsin.alertsink.config.Kind.HOST_PORT;
import static io.tocsin.alertsink.config.Kind.INTEGER;
import static io.tocsin.alertsink.config.Kind.SECRET;
import static io.tocsin.alertsink.config.Kind.SECRET_URL;
import static io.tocsin.alertsink.config.Kind.SECRET_URL_TEMPLATE;
import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXTS;
import static io.tocsin.alertsink.config.Kind.TEXT_MAP;
import static io.tocsin.alertsink.config.Kind.URL;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of the integrations of a receiver, by kind, with Alertmanager's defaults. The order of the kinds is the
 * order in which a receiver's integrations are told.
 */
final class ReceiverSchemas {

    private static final Map<String, Schema> ALL = new LinkedHashMap<>();

    private ReceiverSchemas() {}

    static {
        add("discord", true)
                .with(SECRET_URL, "webhook_url")
                .with(TEXT, "webhook_url_file", "content")
                .standard(TEXT, "title", "{{ template \"discord.default.title\" . }}")
                .standard(TEXT, "message", "{{ template \"discord.default.message\" . }}")
                .with(TEXT, "username", "avatar_url");
        Schema email = add("email", false)
                .with(TEXT, "to", "from", "hello")
                .with(HOST_PORT, "smarthost")
                .with(TEXT, "auth_username")
                .with(SECRET, "auth_password")
                .with(TEXT, "auth_password_file")
                .with(SECRET, "auth_secret")
                .with(TEXT, "auth_secret_file", "auth_identity")
                .with(TEXT_MAP, "headers")
                .standard(TEXT, "html", "{{ template \"email.default.html\" . }}")
                .with(TEXT, "text")
                .with(BOOL, "require_tls", "force_implicit_tls")
                .object("tls_config", Schemas::tls)
                .object(
                        "threading",
                        () -> new Schema("threading").with(BOOL, "enabled").with(TEXT, "thread_by_date"));
        email.fields().remove("http_config");
        add("pagerduty", true)
                .with(SECRET, "service_key")
                .with(TEXT, "service_key_file")
                .with(SECRET, "routing_key")
                .with(TEXT, "routing_key_file")
                .with(URL, "url")
                .standard(TEXT, "client", "{{ template \"pagerduty.default.client\" . }}")
                .standard(TEXT, "client_url", "{{ template \"pagerduty.default.clientURL\" . }}")
                .standard(TEXT, "description", "{{ template \"pagerduty.default.description\" .}}")
                .with(ANY, "details")
                .objects("images", () -> new Schema("pagerduty image").with(TEXT, "src", "alt", "href"))
                .objects("links", () -> new Schema("pagerduty link").with(TEXT, "href", "text"))
                .with(TEXT, "source", "severity", "class", "component", "group")
                .with(GO_DURATION, "timeout");
        add("slack", false)
                .with(SECRET_URL, "api_url")
                .with(TEXT, "api_url_file")
                .with(SECRET, "app_token")
                .with(TEXT, "app_token_file")
                .with(URL, "app_url")
                .with(TEXT, "channel")
                .standard(TEXT, "username", "{{ template \"slack.default.username\" . }}")
                .standard(TEXT, "color", "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}")
                .standard(TEXT, "title", "{{ template \"slack.default.title\" . }}")
                .standard(TEXT, "title_link", "{{ template \"slack.default.titlelink\" . }}")
                .standard(TEXT, "pretext", "{{ template \"slack.default.pretext\" . }}")
                .standard(TEXT, "text", "{{ template \"slack.default.text\" . }}")
                .objects("fields", () -> new Schema("slack field")
                        .with(TEXT, "title", "value")
                        .with(BOOL, "short"))
                .standard(BOOL, "short_fields", false)
                .standard(TEXT, "footer", "{{ template \"slack.default.footer\" . }}")
                .standard(TEXT, "fallback", "{{ template \"slack.default.fallback\" . }}")
                .standard(TEXT, "callback_id", "{{ template \"slack.default.callbackid\" . }}")
                .standard(TEXT, "icon_emoji", "{{ template \"slack.default.iconemoji\" . }}")
                .standard(TEXT, "icon_url", "{{ template \"slack.default.iconurl\" . }}")
                .with(TEXT, "image_url", "thumb_url")
                .standard(BOOL, "link_names", false)
                .with(TEXTS, "mrkdwn_in")
                .objects("actions", ReceiverSchemas::slackAction)
                .with(GO_DURATION, "timeout")
                .with(TEXT, "message_text")
                .with(BOOL, "update_message", "edit_messages");
        add("webhook", true)
                .with(SECRET_URL_TEMPLATE, "url")
                .with(TEXT, "url_file")
                .standard(INTEGER, "max_alerts", 0L)
                .with(GO_DURATION, "timeout")
                .with(ANY, "payload")
                .with(Kind.SECRETS, "signing_secrets")
                .with(TEXTS, "signing_secrets_files");
        add("opsgenie", true)
                .with(SECRET, "api_key")
                .with(TEXT, "api_key_file")
                .with(URL, "api_url")
                .standard(TEXT, "message", "{{ template \"opsgenie.default.message\" . }}")
                .standard(TEXT, "description", "{{ template \"opsgenie.default.description\" . }}")
                .standard(TEXT, "source", "{{ template \"opsgenie.default.source\" . }}")
                .with(TEXT_MAP, "details")
                .with(TEXT, "entity")
                .objects("responders", () -> new Schema("opsgenie responder")
                        .with(TEXT, "id", "name", "username", "type"))
                .with(TEXT, "actions", "tags", "note", "priority")
                .with(BOOL, "update_alerts");
        add("wechat", false)
                .with(SECRET, "api_secret")
                .with(TEXT, "api_secret_file", "corp_id")
                .standard(TEXT, "message", "{{ template \"wechat.default.message\" . }}")
                .with(URL, "api_url")
                .standard(TEXT, "to_user", "{{ template \"wechat.default.to_user\" . }}")
                .standard(TEXT, "to_party", "{{ template \"wechat.default.to_party\" . }}")
                .standard(TEXT, "to_tag", "{{ template \"wechat.default.to_tag\" . }}")
                .standard(TEXT, "agent_id", "{{ template \"wechat.default.agent_id\" . }}")
                .standard(TEXT, "message_type", "text");
        add("pushover", true)
                .with(SECRET, "user_key")
                .with(TEXT, "user_key_file")
                .with(SECRET, "token")
                .with(TEXT, "token_file")
                .standard(TEXT, "title", "{{ template \"pushover.default.title\" . }}")
                .standard(TEXT, "message", "{{ template \"pushover.default.message\" . }}")
                .standard(TEXT, "url", "{{ template \"pushover.default.url\" . }}")
                .with(TEXT, "url_title", "device", "sound")
                .standard(TEXT, "priority", "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}")
                .with(GO_DURATION, "retry", "expire", "ttl")
                .with(BOOL, "html", "monospace");
        add("victorops", true)
                .with(SECRET, "api_key")
                .with(TEXT, "api_key_file")
                .with(URL, "api_url")
                .with(TEXT, "routing_key")
                .standard(TEXT, "message_type", "CRITICAL")
                .standard(TEXT, "state_message", "{{ template \"victorops.default.state_message\" . }}")
                .standard(TEXT, "entity_display_name", "{{ template \"victorops.default.entity_display_name\" . }}")
                .standard(TEXT, "monitoring_tool", "{{ template \"victorops.default.monitoring_tool\" . }}")
                .with(TEXT_MAP, "custom_fields");
        add("sns", true)
                .with(TEXT, "api_url")
                .object("sigv4", ReceiverSchemas::sigv4)
                .with(TEXT, "topic_arn", "phone_number", "target_arn")
                .standard(TEXT, "subject", "{{ template \"sns.default.subject\" . }}")
                .standard(TEXT, "message", "{{ template \"sns.default.message\" . }}")
                .with(TEXT_MAP, "attributes");
        add("telegram", true)
                .with(URL, "api_url")
                .with(SECRET, "bot_token")
                .with(TEXT, "bot_token_file")
                .with(INTEGER, "chat_id")
                .with(TEXT, "chat_id_file")
                .with(INTEGER, "message_thread_id")
                .standard(TEXT, "message", "{{ template \"telegram.default.message\" . }}")
                .with(BOOL, "disable_notifications")
                .standard(TEXT, "parse_mode", "HTML");
        add("webex", true)
                .with(URL, "api_url")
                .standard(TEXT, "message", "{{ template \"webex.default.message\" . }}")
                .with(TEXT, "room_id");
        add("msteams", true)
                .with(SECRET_URL, "webhook_url")
                .with(TEXT, "webhook_url_file")
                .standard(TEXT, "title", "{{ template \"msteams.default.title\" . }}")
                .standard(TEXT, "summary", "{{ template \"msteams.default.summary\" . }}")
                .standard(TEXT, "text", "{{ template \"msteams.default.text\" . }}");
        add("msteamsv2", true)
                .with(SECRET_URL, "webhook_url")
                .with(TEXT, "webhook_url_file")
                .standard(TEXT, "title", "{{ template \"msteamsv2.default.title\" . }}")
                .standard(TEXT, "text", "{{ template \"msteamsv2.default.text\" . }}");
        add("jira", true)
                .with(URL, "api_url")
                .with(TEXT, "api_type", "project")
                .with(ANY, "summary", "description")
                .with(TEXTS, "labels")
                .standard(TEXT, "priority", "{{ template \"jira.default.priority\" . }}")
                .with(TEXT, "issue_type", "reopen_transition", "resolve_transition", "wont_fix_resolution")
                .with(DURATION, "reopen_duration")
                .with(ANY, "fields", "custom_fields");
        add("incidentio", true)
                .with(URL, "url")
                .with(TEXT, "url_file")
                .with(SECRET, "alert_source_token")
                .with(TEXT, "alert_source_token_file")
                .with(INTEGER, "max_alerts")
                .with(GO_DURATION, "timeout");
        add("rocketchat", false)
                .with(URL, "api_url")
                .with(SECRET, "token_id")
                .with(TEXT, "token_id_file")
                .with(SECRET, "token")
                .with(TEXT, "token_file", "channel")
                .standard(TEXT, "color", "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}")
                .standard(TEXT, "title", "{{ template \"rocketchat.default.title\" . }}")
                .standard(TEXT, "title_link", "{{ template \"rocketchat.default.titlelink\" . }}")
                .standard(TEXT, "text", "{{ template \"rocketchat.default.text\" . }}")
                .with(ANY, "fields")
                .with(BOOL, "short_fields")
                .standard(TEXT, "emoji", "{{ template \"rocketchat.default.emoji\" . }}")
                .standard(TEXT, "icon_url", "{{ template \"rocketchat.default.iconurl\" . }}")
                .with(TEXT, "image_url", "thumb_url")
                .with(BOOL, "link_names")
                .with(ANY, "actions");
        add("mattermost", true)
                .with(SECRET_URL, "webhook_url")
                .with(TEXT, "webhook_url_file", "channel", "username", "text", "icon_url", "icon_emoji", "type")
                .with(TEXT, "fallback", "color", "pretext", "author_name", "author_link", "author_icon")
                .with(TEXT, "title", "title_link", "thumb_url", "footer", "footer_icon", "image_url")
                .with(ANY, "attachments", "props", "priority", "fields");
        // An addition of Tocsin: notifications as CloudEvents on a topic.
        add("kafka", true).with(TEXT, "topic").fields().remove("http_config");
        // Another one: a channel that Tocsin's settings make, such as the console.
        add(IntegrationConfig.CHANNEL, true).with(TEXT, "name").fields().remove("http_config");
    }

    /** Returns the schemas by kind; the field of a receiver is the kind and {@code _configs}. */
    static Map<String, Schema> all() {
        return ALL;
    }

    private static Schema add(String kind, boolean sendResolved) {
        Schema schema = new Schema(kind + "_configs")
                .standard(BOOL, "send_resolved", sendResolved)
                .with(BOOL, "only_changed")
                .object("http_config", Schemas::http);
        ALL.put(kind, schema);
        return schema;
    }

    private static Schema slackAction() {
        return new Schema("slack action")
                .with(TEXT, "type", "text", "url", "style", "name", "value")
                .object("confirm", () -> new Schema("slack confirmation")
                        .with(TEXT, "text", "title", "ok_text", "dismiss_text"));
    }

    private static Schema sigv4() {
        return new Schema("sigv4")
                .with(TEXT, "region", "access_key")
                .with(SECRET, "secret_key")
                .with(TEXT, "profile", "role_arn", "external_id")
                .with(BOOL, "use_fips_sts_endpoint");
    }
}
