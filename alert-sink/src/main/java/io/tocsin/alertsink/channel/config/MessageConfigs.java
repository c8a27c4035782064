package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.channel.config.HttpConfig.TlsConfig;
import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads webhooks, e-mail and topics. Stateless. */
final class MessageConfigs {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int SMTP_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65_535;

    private MessageConfigs() {}

    static ChannelConfig webhook(ConfigSection section) {
        List<Credential> secrets = section.texts("signing_secrets").stream()
                .map(text -> section.secret("signing_secrets", text))
                .toList();
        if (secrets.isEmpty()) {
            secrets = section.files("signing_secrets_files");
        } else {
            section.ignore("signing_secrets_files");
        }
        return new WebhookConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                ChannelConfigReader.required(section, "url", section.credentialUrl("url")),
                section.number("max_alerts", 0, 0, Integer.MAX_VALUE),
                section.duration("timeout", Duration.ZERO),
                section.tree("payload"),
                secrets);
    }

    static ChannelConfig kafka(ConfigSection section) {
        String topic = section.text("topic", "");
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            section.problem("topic", "must be the name of a topic");
        }
        return new KafkaConfig(section.flag("send_resolved", true), topic);
    }

    static ChannelConfig email(ConfigSection section) {
        String smarthost = section.text("smarthost", "");
        if (smarthost.isEmpty()) {
            section.problem("smarthost", "no global SMTP smarthost set");
        }
        int colon = smarthost.lastIndexOf(':');
        int port = colon < 0 ? -1 : port(smarthost.substring(colon + 1));
        if (!smarthost.isEmpty() && port < 0) {
            section.problem("smarthost", "must be a host and a port: mail.example.org:587");
        }
        String from = section.text("from", "");
        if (from.isEmpty()) {
            section.problem("from", "no global SMTP from set");
        }
        boolean threading = false;
        boolean byDate = true;
        Optional<ConfigSection> thread = section.section("threading");
        if (thread.isPresent()) {
            threading = thread.get().flag("enabled", false);
            String by = thread.get().text("thread_by_date", "daily");
            if (!by.equals("daily") && !by.equals("none")) {
                thread.get().problem("thread_by_date", "must be daily or none");
            }
            byDate = !by.equals("none");
            thread.get().end();
        }
        return new EmailConfig(
                section.flag("send_resolved", false),
                ChannelConfigReader.required(section, "to", section.text("to", "")),
                from,
                section.text("hello", "localhost"),
                colon < 0 ? smarthost : host(smarthost.substring(0, colon)),
                port,
                section.text("auth_username", ""),
                section.credential("auth_password"),
                section.credential("auth_secret"),
                section.text("auth_identity", ""),
                headers(section),
                section.text("html", "{{ template \"email.default.html\" . }}"),
                section.text("text", ""),
                section.flag("require_tls", true),
                section.optionalFlag("force_implicit_tls"),
                section.section("tls_config").map(HttpConfigReader::tls).orElse(TlsConfig.DEFAULT),
                threading,
                byDate);
    }

    /** Names of headers know no case; the same one twice is a mistake. */
    private static SortedMap<String, String> headers(ConfigSection section) {
        SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        section.map("headers").forEach((name, value) -> {
            if (headers.put(name, value) != null) {
                section.problem("headers." + name, "duplicate header");
            }
            if (!name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':')) {
                section.problem("headers." + name, "is no name of a header");
            }
        });
        return headers;
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > SMTP_PORT_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= MAX_PORT ? port : -1;
    }

    private static String host(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }
}
