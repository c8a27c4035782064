package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.channel.config.HttpConfig.TlsConfig;
import io.tocsin.alertsink.secret.Credential;
import java.util.List;
import java.util.Optional;

/**
 * What {@code global} says of receivers; it counts where a receiver says nothing. Immutable.
 *
 * @param smtpSmarthost host and port, empty when none is configured
 */
public record ReceiverDefaults(
        HttpConfig httpConfig,
        String smtpFrom,
        String smtpHello,
        String smtpSmarthost,
        String smtpAuthUsername,
        Credential smtpAuthPassword,
        Credential smtpAuthSecret,
        String smtpAuthIdentity,
        boolean smtpRequireTls,
        Optional<Boolean> smtpForceImplicitTls,
        TlsConfig smtpTls,
        Credential slackApiUrl,
        Credential slackAppToken,
        String slackAppUrl,
        String pagerdutyUrl,
        String opsgenieApiUrl,
        Credential opsgenieApiKey,
        String victoropsApiUrl,
        Credential victoropsApiKey,
        String telegramApiUrl,
        Credential telegramBotToken,
        String webexApiUrl) {

    /** Fields of {@code global} that say nothing of receivers that Tocsin has. */
    private static final List<String> OTHERS = List.of(
            "resolve_timeout",
            "wechat_api_url",
            "wechat_api_secret",
            "wechat_api_secret_file",
            "wechat_api_corp_id",
            "jira_api_url",
            "rocketchat_api_url",
            "rocketchat_token",
            "rocketchat_token_file",
            "rocketchat_token_id",
            "rocketchat_token_id_file",
            "mattermost_webhook_url",
            "mattermost_webhook_url_file");

    /** Reads {@code global}; the mapping is empty when the file has none. */
    public static ReceiverDefaults read(ConfigSection global) {
        OTHERS.forEach(global::ignore);
        ReceiverDefaults defaults = new ReceiverDefaults(
                global.section("http_config").map(HttpConfigReader::read).orElse(HttpConfig.DEFAULT),
                global.text("smtp_from", ""),
                global.text("smtp_hello", "localhost"),
                global.text("smtp_smarthost", ""),
                global.text("smtp_auth_username", ""),
                global.credential("smtp_auth_password"),
                global.credential("smtp_auth_secret"),
                global.text("smtp_auth_identity", ""),
                global.flag("smtp_require_tls", true),
                global.optionalFlag("smtp_force_implicit_tls"),
                global.section("smtp_tls_config").map(HttpConfigReader::tls).orElse(TlsConfig.DEFAULT),
                global.credentialUrl("slack_api_url"),
                global.credential("slack_app_token"),
                global.url("slack_app_url", "https://slack.com/api/chat.postMessage"),
                global.url("pagerduty_url", "https://events.pagerduty.com/v2/enqueue"),
                slashed(global.url("opsgenie_api_url", "https://api.opsgenie.com/")),
                global.credential("opsgenie_api_key"),
                slashed(global.url(
                        "victorops_api_url", "https://alert.victorops.com/integrations/generic/20131114/alert/")),
                global.credential("victorops_api_key"),
                global.url("telegram_api_url", "https://api.telegram.org"),
                global.credential("telegram_bot_token"),
                global.url("webex_api_url", "https://webexapis.com/v1/messages"));
        global.end();
        return defaults;
    }

    /** Alertmanager adds the slash that a base URL lacks. */
    static String slashed(String url) {
        return url.endsWith("/") ? url : url + '/';
    }
}
