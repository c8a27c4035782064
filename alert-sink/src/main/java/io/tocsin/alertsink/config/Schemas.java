package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.BOOL;
import static io.tocsin.alertsink.config.Kind.DURATION;
import static io.tocsin.alertsink.config.Kind.HOST_PORT;
import static io.tocsin.alertsink.config.Kind.SECRET;
import static io.tocsin.alertsink.config.Kind.SECRET_LISTS;
import static io.tocsin.alertsink.config.Kind.SECRET_URL;
import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXTS;
import static io.tocsin.alertsink.config.Kind.TEXT_MAP;
import static io.tocsin.alertsink.config.Kind.URL;

import java.time.Duration;

/** The schemas of what is not a receiver: global settings, HTTP clients, TLS, inhibition rules. */
final class Schemas {

    private static final Schema TLS = new Schema("tls_config")
            .with(TEXT, "ca", "cert")
            .with(SECRET, "key")
            .with(TEXT, "ca_file", "cert_file", "key_file", "ca_ref", "cert_ref", "key_ref", "server_name")
            .with(BOOL, "insecure_skip_verify")
            .with(TEXT, "min_version", "max_version");

    private static final Schema BASIC_AUTH = new Schema("basic_auth")
            .with(TEXT, "username", "username_file", "username_ref")
            .with(SECRET, "password")
            .with(TEXT, "password_file", "password_ref");

    private static final Schema AUTHORIZATION = new Schema("authorization")
            .with(TEXT, "type")
            .with(SECRET, "credentials")
            .with(TEXT, "credentials_file", "credentials_ref");

    private static final Schema OAUTH2 = proxies(new Schema("oauth2")
            .with(TEXT, "client_id")
            .with(SECRET, "client_secret")
            .with(TEXT, "client_secret_file", "client_secret_ref")
            .with(TEXTS, "scopes")
            .with(TEXT, "token_url")
            .with(TEXT_MAP, "endpoint_params")
            .object("tls_config", () -> TLS));

    private static final Schema HEADER =
            new Schema("http header").with(TEXTS, "values", "files").with(Kind.SECRETS, "secrets");

    private static final Schema HTTP = proxies(new Schema("http_config")
            .object("basic_auth", () -> BASIC_AUTH)
            .object("authorization", () -> AUTHORIZATION)
            .object("oauth2", () -> OAUTH2)
            .with(SECRET, "bearer_token")
            .with(TEXT, "bearer_token_file")
            .object("tls_config", () -> TLS)
            .standard(BOOL, "follow_redirects", true)
            .standard(BOOL, "enable_http2", true)
            .objectMap("http_headers", () -> HEADER));

    private static final Schema GLOBAL = new Schema("global")
            .standard(DURATION, "resolve_timeout", Duration.ofMinutes(5))
            .object("http_config", () -> HTTP)
            .with(URL, "jira_api_url")
            .with(TEXT, "smtp_from")
            .standard(TEXT, "smtp_hello", "localhost")
            .with(HOST_PORT, "smtp_smarthost")
            .with(TEXT, "smtp_auth_username")
            .with(SECRET, "smtp_auth_password")
            .with(TEXT, "smtp_auth_password_file")
            .with(SECRET, "smtp_auth_secret")
            .with(TEXT, "smtp_auth_secret_file", "smtp_auth_identity")
            .standard(BOOL, "smtp_require_tls", true)
            .object("smtp_tls_config", () -> TLS)
            .with(BOOL, "smtp_force_implicit_tls")
            .with(SECRET_URL, "slack_api_url")
            .with(TEXT, "slack_api_url_file")
            .with(SECRET, "slack_app_token")
            .with(TEXT, "slack_app_token_file")
            .with(URL, "slack_app_url")
            .standard(URL, "pagerduty_url", "https://events.pagerduty.com/v2/enqueue")
            .standard(URL, "opsgenie_api_url", "https://api.opsgenie.com/")
            .with(SECRET, "opsgenie_api_key")
            .with(TEXT, "opsgenie_api_key_file")
            .standard(URL, "wechat_api_url", "https://qyapi.weixin.qq.com/cgi-bin/")
            .with(SECRET, "wechat_api_secret")
            .with(TEXT, "wechat_api_secret_file", "wechat_api_corp_id")
            .standard(URL, "victorops_api_url", "https://alert.victorops.com/integrations/generic/20131114/alert/")
            .with(SECRET, "victorops_api_key")
            .with(TEXT, "victorops_api_key_file")
            .standard(URL, "telegram_api_url", "https://api.telegram.org")
            .with(SECRET, "telegram_bot_token")
            .with(TEXT, "telegram_bot_token_file")
            .standard(URL, "webex_api_url", "https://webexapis.com/v1/messages")
            .with(URL, "rocketchat_api_url")
            .with(SECRET, "rocketchat_token")
            .with(TEXT, "rocketchat_token_file")
            .with(SECRET, "rocketchat_token_id")
            .with(TEXT, "rocketchat_token_id_file")
            .with(SECRET_URL, "mattermost_webhook_url")
            .with(TEXT, "mattermost_webhook_url_file");

    private static final Schema INHIBIT_RULE = new Schema("inhibit rule")
            .with(TEXT, "name")
            .with(TEXT_MAP, "source_match", "source_match_re")
            .with(TEXTS, "source_matchers")
            .with(TEXT_MAP, "target_match", "target_match_re")
            .with(TEXTS, "target_matchers", "equal");

    private Schemas() {}

    static Schema global() {
        return GLOBAL;
    }

    static Schema http() {
        return HTTP;
    }

    static Schema tls() {
        return TLS;
    }

    static Schema inhibitRule() {
        return INHIBIT_RULE;
    }

    private static Schema proxies(Schema schema) {
        return schema.with(TEXT, "proxy_url", "no_proxy")
                .with(BOOL, "proxy_from_environment")
                .with(SECRET_LISTS, "proxy_connect_header");
    }
}
