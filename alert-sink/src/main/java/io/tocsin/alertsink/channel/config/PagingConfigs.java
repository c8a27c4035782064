package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads receivers that page somebody: PagerDuty, Opsgenie, VictorOps, Pushover. Stateless. */
final class PagingConfigs {

    private static final Set<String> RESPONDER_TYPES = Set.of("team", "teams", "user", "escalation", "schedule");
    private static final Set<String> VICTOROPS_FIELDS = Set.of(
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool",
            "entity_id",
            "entity_state");
    private static final Map<String, String> PAGERDUTY_DETAILS = Map.of(
            "firing", "{{ template \"pagerduty.default.instances\" .Alerts.Firing }}",
            "resolved", "{{ template \"pagerduty.default.instances\" .Alerts.Resolved }}",
            "num_firing", "{{ .Alerts.Firing | len }}",
            "num_resolved", "{{ .Alerts.Resolved | len }}");

    private PagingConfigs() {}

    static ChannelConfig pagerduty(ConfigSection section) {
        Credential routingKey = section.credential("routing_key");
        Credential serviceKey = section.credential("service_key");
        if (!routingKey.isPresent() && !serviceKey.isPresent()) {
            section.problem("routing_key", "missing service or routing key in PagerDuty config");
        }
        SortedMap<String, Object> details = new TreeMap<>(PAGERDUTY_DETAILS);
        section.tree("details").ifPresent(tree -> {
            if (tree instanceof Map<?, ?> own) {
                own.forEach((name, value) -> details.put(String.valueOf(name), value == null ? "" : value));
            } else {
                section.problem("details", "must be a mapping");
            }
        });
        String client = section.text("client", "{{ template \"pagerduty.default.client\" . }}");
        return new PagerdutyConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                routingKey,
                serviceKey,
                section.url("url", "https://events.pagerduty.com/v2/enqueue"),
                client,
                section.text("client_url", "{{ template \"pagerduty.default.clientURL\" . }}"),
                section.text("description", "{{ template \"pagerduty.default.description\" . }}"),
                details,
                images(section),
                links(section),
                section.text("source", client),
                section.text("severity", "error"),
                section.text("class", ""),
                section.text("component", ""),
                section.text("group", ""),
                section.duration("timeout", Duration.ZERO));
    }

    private static List<PagerdutyConfig.Image> images(ConfigSection section) {
        return section.sections("images").stream()
                .map(image -> {
                    PagerdutyConfig.Image read = new PagerdutyConfig.Image(
                            image.text("src", ""), image.text("alt", ""), image.text("href", ""));
                    image.end();
                    return read;
                })
                .toList();
    }

    private static List<PagerdutyConfig.Link> links(ConfigSection section) {
        return section.sections("links").stream()
                .map(link -> {
                    PagerdutyConfig.Link read = new PagerdutyConfig.Link(link.text("href", ""), link.text("text", ""));
                    link.end();
                    return read;
                })
                .toList();
    }

    static ChannelConfig opsgenie(ConfigSection section) {
        Credential apiKey = section.credential("api_key");
        if (!apiKey.isPresent()) {
            section.problem("api_key", "no global Opsgenie API Key set");
        }
        return new OpsgenieConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                apiKey,
                ChannelConfigReader.slashed(section.url("api_url", "https://api.opsgenie.com/")),
                section.text("message", "{{ template \"opsgenie.default.message\" . }}"),
                section.text("description", "{{ template \"opsgenie.default.description\" . }}"),
                section.text("source", "{{ template \"opsgenie.default.source\" . }}"),
                section.map("details"),
                section.text("entity", ""),
                section.sections("responders").stream()
                        .map(PagingConfigs::responder)
                        .toList(),
                section.text("actions", ""),
                section.text("tags", ""),
                section.text("note", ""),
                section.text("priority", ""),
                section.flag("update_alerts", false));
    }

    private static OpsgenieConfig.Responder responder(ConfigSection section) {
        String type = section.text("type", "");
        if (!type.contains("{{")) {
            type = type.toLowerCase(Locale.ROOT);
            if (!RESPONDER_TYPES.contains(type)) {
                section.problem("type", "must be team, teams, user, escalation or schedule");
            }
        }
        OpsgenieConfig.Responder responder = new OpsgenieConfig.Responder(
                section.text("id", ""), section.text("name", ""), section.text("username", ""), type);
        if (responder.id().isEmpty()
                && responder.name().isEmpty()
                && responder.username().isEmpty()) {
            section.problem("", "has to have at least one of id, username or name specified");
        }
        section.end();
        return responder;
    }

    static ChannelConfig victorops(ConfigSection section) {
        Credential apiKey = section.credential("api_key");
        if (!apiKey.isPresent()) {
            section.problem("api_key", "no global VictorOps API Key set");
        }
        SortedMap<String, String> fields = section.map("custom_fields");
        fields.keySet().stream()
                .filter(VICTOROPS_FIELDS::contains)
                .forEach(name -> section.problem("custom_fields." + name, "is a field of its own"));
        return new VictoropsConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                apiKey,
                ChannelConfigReader.slashed(
                        section.url("api_url", "https://alert.victorops.com/integrations/generic/20131114/alert/")),
                ChannelConfigReader.required(section, "routing_key", section.text("routing_key", "")),
                section.text("message_type", "CRITICAL"),
                section.text("state_message", "{{ template \"victorops.default.state_message\" . }}"),
                section.text("entity_display_name", "{{ template \"victorops.default.entity_display_name\" . }}"),
                section.text("monitoring_tool", "{{ template \"victorops.default.monitoring_tool\" . }}"),
                fields);
    }

    static ChannelConfig pushover(ConfigSection section) {
        boolean html = section.flag("html", false);
        boolean monospace = section.flag("monospace", false);
        if (html && monospace) {
            section.problem("html", "at most one of monospace & html must be configured");
        }
        return new PushoverConfig(
                section.flag("send_resolved", true),
                ChannelConfigReader.http(section),
                ChannelConfigReader.required(section, "user_key", section.credential("user_key")),
                ChannelConfigReader.required(section, "token", section.credential("token")),
                section.url("api_url", "https://api.pushover.net/1/messages.json"),
                section.text("title", "{{ template \"pushover.default.title\" . }}"),
                section.text("message", "{{ template \"pushover.default.message\" . }}"),
                section.text("url", "{{ template \"pushover.default.url\" . }}"),
                section.text("url_title", ""),
                section.text("device", ""),
                section.text("sound", ""),
                section.text("priority", "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}"),
                section.duration("retry", Duration.ofMinutes(1)),
                section.duration("expire", Duration.ofHours(1)),
                section.duration("ttl", Duration.ZERO),
                html,
                monospace);
    }
}
