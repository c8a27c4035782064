package io.tocsin.alertsink.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What Alertmanager demands of an integration beyond the types of its fields, and what it inherits from global. */
final class IntegrationChecks {

    private static final Map<String, String> PAGERDUTY_DETAILS = Map.of(
            "firing", "{{ template \"pagerduty.default.instances\" .Alerts.Firing }}",
            "resolved", "{{ template \"pagerduty.default.instances\" .Alerts.Resolved }}",
            "num_firing", "{{ .Alerts.Firing | len }}",
            "num_resolved", "{{ .Alerts.Resolved | len }}");
    private static final Set<String> VICTOROPS_FIXED = Set.of(
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool",
            "entity_id",
            "entity_state");
    private static final Set<String> RESPONDER_TYPES = Set.of("team", "teams", "user", "escalation", "schedule");

    private final Map<String, Object> global;
    private final Map<String, Object> values;
    private final int line;

    IntegrationChecks(Map<String, Object> global, Map<String, Object> values, int line) {
        this.global = global;
        this.values = values;
        this.line = line;
    }

    /** Checks the values and completes them. */
    void complete(String kind) throws ConfigException {
        switch (kind) {
            case "webhook" -> {
                need("one of url or url_file must be configured", "url", "url_file");
                atMostOne("url", "url_file");
                if (values.get("max_alerts") instanceof Long max && max < 0) {
                    throw wrong("max_alerts must not be negative");
                }
            }
            case "email" -> email();
            case "slack" -> slack();
            case "pagerduty" -> pagerduty();
            case "opsgenie" -> opsgenie();
            case "discord", "msteams", "msteamsv2" -> {
                need("one of webhook_url or webhook_url_file must be configured", "webhook_url", "webhook_url_file");
                atMostOne("webhook_url", "webhook_url_file");
            }
            case "telegram" -> telegram();
            case "victorops" -> victorops();
            case "pushover" -> pushover();
            case "wechat" -> wechat();
            case "sns" -> sns();
            case "webex" -> {
                inherit("api_url", "webex_api_url", "");
                need("missing room_id on webex_config", "room_id");
            }
            case "jira" -> {
                inherit("api_url", "jira_api_url", "no global Jira Cloud URL set");
                need("missing project in jira_config", "project");
                need("missing issue_type in jira_config", "issue_type");
            }
            case "rocketchat" -> {
                atMostOne("token", "token_file");
                atMostOne("token_id", "token_id_file");
                inherit("api_url", "rocketchat_api_url", "");
                inheritEither("token_id", "token_id_file", "rocketchat_", "no global Rocketchat TokenID set");
                inheritEither("token", "token_file", "rocketchat_", "no global Rocketchat Token set");
            }
            case "mattermost" -> {
                atMostOne("webhook_url", "webhook_url_file");
                inheritEither("webhook_url", "webhook_url_file", "mattermost_", "no mattermost webhook URL set");
            }
            case "kafka" -> need("missing topic in kafka_config", "topic");
            case IntegrationConfig.CHANNEL -> {
                need("missing name in channel_config", "name");
                if (values.get("name").toString().indexOf('|') >= 0) {
                    throw wrong("the name of a channel must not contain '|'");
                }
            }
            case "incidentio" -> need("one of url or url_file must be configured", "url", "url_file");
            default -> throw wrong("unknown kind of integration " + kind);
        }
        if (!kind.equals("email")
                && !kind.equals("kafka")
                && !values.containsKey("http_config")
                && global.containsKey("http_config")) {
            values.put("http_config", global.get("http_config"));
        }
    }

    private void email() throws ConfigException {
        need("missing to address in email config", "to");
        Map<String, Object> canonical = new LinkedHashMap<>();
        if (values.get("headers") instanceof Map<?, ?> headers) {
            for (Map.Entry<?, ?> each : headers.entrySet()) {
                String name = canonicalHeader((String) each.getKey());
                if (canonical.put(name, each.getValue()) != null) {
                    throw wrong("duplicate header \"" + name + "\" in email config");
                }
            }
            values.put("headers", canonical);
        }
        inherit("smarthost", "smtp_smarthost", "no global SMTP smarthost set");
        inherit("from", "smtp_from", "no global SMTP from set");
        inherit("hello", "smtp_hello", "");
        inherit("auth_username", "smtp_auth_username", "");
        inheritEither("auth_password", "auth_password_file", "smtp_", "");
        inheritEither("auth_secret", "auth_secret_file", "smtp_", "");
        inherit("auth_identity", "smtp_auth_identity", "");
        inherit("require_tls", "smtp_require_tls", "");
        inherit("force_implicit_tls", "smtp_force_implicit_tls", "");
        inherit("tls_config", "smtp_tls_config", "");
    }

    private void slack() throws ConfigException {
        atMostOne("api_url", "api_url_file");
        atMostOne("app_token", "app_token_file");
        if (isSet("app_token") || isSet("app_token_file")) {
            inherit("app_url", "slack_app_url", "");
        } else if (!isSet("api_url") && !isSet("api_url_file")) {
            if (isGlobal("slack_api_url") || isGlobal("slack_api_url_file")) {
                inheritEither("api_url", "api_url_file", "slack_", "");
            } else {
                inheritEither(
                        "app_token",
                        "app_token_file",
                        "slack_",
                        "no global Slack API URL set either inline or in a file");
                inherit("app_url", "slack_app_url", "");
            }
        }
        for (Map<?, ?> field : objects("fields")) {
            demand(field, "title", "missing title in Slack field configuration");
            demand(field, "value", "missing value in Slack field configuration");
        }
        for (Map<?, ?> action : objects("actions")) {
            demand(action, "type", "missing type in Slack action configuration");
            demand(action, "text", "missing text in Slack action configuration");
            if (!action.containsKey("url") && !action.containsKey("name")) {
                throw wrong("missing name or url in Slack action configuration");
            }
        }
    }

    private void pagerduty() throws ConfigException {
        need(
                "missing service or routing key in PagerDuty config",
                "routing_key",
                "service_key",
                "routing_key_file",
                "service_key_file");
        atMostOne("routing_key", "routing_key_file");
        atMostOne("service_key", "service_key_file");
        inherit("url", "pagerduty_url", "no global PagerDuty URL set");
        Map<String, Object> details = new LinkedHashMap<>();
        if (values.get("details") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> details.put((String) name, value));
        }
        PAGERDUTY_DETAILS.forEach(details::putIfAbsent);
        values.put("details", details);
        values.putIfAbsent("source", values.get("client"));
    }

    private void opsgenie() throws ConfigException {
        atMostOne("api_key", "api_key_file");
        inherit("api_url", "opsgenie_api_url", "no global OpsGenie URL set");
        String url = (String) values.get("api_url");
        values.put("api_url", url.endsWith("/") ? url : url + '/');
        inheritEither(
                "api_key", "api_key_file", "opsgenie_", "no global OpsGenie API Key set either inline or in a file");
        for (Map<?, ?> responder : objects("responders")) {
            if (!responder.containsKey("id") && !responder.containsKey("username") && !responder.containsKey("name")) {
                throw wrong("opsgenie responder has to have at least one of id, username or name specified");
            }
            String type = responder.get("type") instanceof String given ? given : "";
            if (!type.contains("{{") && !RESPONDER_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
                throw wrong("opsgenie responder type '" + type + "' must be one of team, teams, user, escalation, "
                        + "schedule");
            }
        }
    }

    private void telegram() throws ConfigException {
        inherit("api_url", "telegram_api_url", "");
        inheritEither(
                "bot_token", "bot_token_file", "telegram_", "missing bot_token or bot_token_file on telegram_config");
        atMostOne("bot_token", "bot_token_file");
        if (Long.valueOf(0).equals(values.getOrDefault("chat_id", 0L)) && !isSet("chat_id_file")) {
            throw wrong("missing chat_id on telegram_config");
        }
        if (!Set.of("", "Markdown", "MarkdownV2", "HTML").contains(values.get("parse_mode"))) {
            throw wrong("unknown parse_mode on telegram_config, must be Markdown, MarkdownV2, HTML or empty string");
        }
    }

    private void victorops() throws ConfigException {
        need("missing Routing key in VictorOps config", "routing_key");
        atMostOne("api_key", "api_key_file");
        inherit("api_url", "victorops_api_url", "no global VictorOps URL set");
        inheritEither("api_key", "api_key_file", "victorops_", "no global VictorOps API Key set");
        if (values.get("custom_fields") instanceof Map<?, ?> custom) {
            for (Object name : custom.keySet()) {
                if (name instanceof String text && VICTOROPS_FIXED.contains(text)) {
                    throw wrong("victorops config contains custom field " + text + ", which is a fixed field");
                }
            }
        }
    }

    private void pushover() throws ConfigException {
        need("one of user_key or user_key_file must be configured", "user_key", "user_key_file");
        atMostOne("user_key", "user_key_file");
        need("one of token or token_file must be configured", "token", "token_file");
        atMostOne("token", "token_file");
        if (Boolean.TRUE.equals(values.get("html")) && Boolean.TRUE.equals(values.get("monospace"))) {
            throw wrong("at most one of monospace & html must be configured");
        }
    }

    private void wechat() throws ConfigException {
        if (!Set.of("text", "markdown").contains(values.get("message_type"))) {
            throw wrong("wechat message_type must be text or markdown");
        }
        inherit("api_url", "wechat_api_url", "no global Wechat URL set");
        inheritEither("api_secret", "api_secret_file", "wechat_", "no global Wechat Api Secret set");
        inherit("corp_id", "wechat_api_corp_id", "no global Wechat CorpID set");
    }

    private void sns() throws ConfigException {
        int targets = (isSet("target_arn") ? 1 : 0) + (isSet("topic_arn") ? 1 : 0) + (isSet("phone_number") ? 1 : 0);
        if (targets != 1) {
            throw wrong("must provide either a Target ARN, Topic ARN, or Phone Number for SNS config");
        }
    }

    private boolean isSet(String name) {
        return isPresent(values.get(name));
    }

    private boolean isGlobal(String name) {
        return isPresent(global.get(name));
    }

    private static boolean isPresent(Object value) {
        if (value instanceof SecretText secret) {
            return !secret.reveal().isEmpty();
        }
        return value != null && !value.equals("");
    }

    private void need(String message, String... names) throws ConfigException {
        for (String name : names) {
            if (isSet(name)) {
                return;
            }
        }
        throw wrong(message);
    }

    private void atMostOne(String first, String second) throws ConfigException {
        if (isSet(first) && isSet(second)) {
            throw wrong("at most one of " + first + " & " + second + " must be configured");
        }
    }

    /** Takes a value from global when there is none; an empty message says that it may be missing. */
    private void inherit(String name, String globalName, String missing) throws ConfigException {
        if (isSet(name)) {
            return;
        }
        if (isGlobal(globalName)) {
            values.put(name, global.get(globalName));
        } else if (!missing.isEmpty()) {
            throw wrong(missing);
        }
    }

    private void inheritEither(String name, String file, String prefix, String missing) throws ConfigException {
        if (isSet(name) || isSet(file)) {
            return;
        }
        String globalName = prefix + name;
        String globalFile = prefix + file;
        if (isGlobal(globalName)) {
            values.put(name, global.get(globalName));
        } else if (isGlobal(globalFile)) {
            values.put(file, global.get(globalFile));
        } else if (!missing.isEmpty()) {
            throw wrong(missing);
        }
    }

    private Iterable<Map<?, ?>> objects(String name) {
        return values.get(name) instanceof java.util.List<?> list
                ? list.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
                : java.util.List.of();
    }

    private void demand(Map<?, ?> object, String name, String message) throws ConfigException {
        if (!isPresent(object.get(name))) {
            throw wrong(message);
        }
    }

    private static String canonicalHeader(String name) {
        StringBuilder out = new StringBuilder(name.length());
        boolean upper = true;
        for (char each : name.toCharArray()) {
            out.append(upper ? Character.toUpperCase(each) : Character.toLowerCase(each));
            upper = each == '-';
        }
        return out.toString();
    }

    private ConfigException wrong(String message) {
        return ConfigException.at(line, message);
    }
}
