package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.config.SlackConfig;
import io.tocsin.alertsink.http.HttpAnswer;
import io.tocsin.alertsink.http.HttpExchange;
import io.tocsin.alertsink.http.HttpSender;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Posts an attachment to Slack, by an incoming webhook or the Web API. Thread-safe. */
public final class SlackNotifier extends HttpNotifier {

    private static final int MAX_TITLE = 1_024;
    private static final List<String> MARKDOWN_IN = List.of("fallback", "pretext", "text");

    private final SlackConfig config;
    private final Map<String, Function<Notification, String>> message = new LinkedHashMap<>();
    private final Map<String, Function<Notification, String>> attachment = new LinkedHashMap<>();
    private final List<Function<Notification, JsonNode>> fields;
    private final List<Function<Notification, JsonNode>> actions;

    /** Makes the notifier. */
    public SlackNotifier(SlackConfig config, Templates templates, HttpSender sender, InstantSource clock) {
        super(sender, clock, config.timeout());
        this.config = config;
        message.put("channel", templates.text("channel", config.channel()));
        message.put("username", templates.text("username", config.username()));
        message.put("icon_emoji", templates.text("icon_emoji", config.iconEmoji()));
        message.put("icon_url", templates.text("icon_url", config.iconUrl()));
        message.put("text", templates.text("message_text", config.messageText()));
        attachment.put("title", templates.text("title", config.title()));
        attachment.put("title_link", templates.text("title_link", config.titleLink()));
        attachment.put("pretext", templates.text("pretext", config.pretext()));
        attachment.put("text", templates.text("text", config.text()));
        attachment.put("fallback", templates.text("fallback", config.fallback()));
        attachment.put("callback_id", templates.text("callback_id", config.callbackId()));
        attachment.put("image_url", templates.text("image_url", config.imageUrl()));
        attachment.put("thumb_url", templates.text("thumb_url", config.thumbUrl()));
        attachment.put("footer", templates.text("footer", config.footer()));
        attachment.put("color", templates.text("color", config.color()));
        fields = config.fields().stream().map(field -> field(field, templates)).toList();
        actions = config.actions().stream()
                .map(action -> action(action, templates))
                .toList();
    }

    @Override
    List<HttpExchange> requests(Notification notification) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        message.forEach((name, text) -> putUnlessEmpty(body, name, text.apply(notification)));
        if (config.linkNames()) {
            body.put("link_names", true);
        }
        ObjectNode sent = body.putArray("attachments").addObject();
        attachment.forEach((name, text) -> {
            String made = text.apply(notification);
            boolean always =
                    List.of("text", "fallback", "callback_id", "footer").contains(name);
            if (always || !made.isEmpty()) {
                sent.put(name, name.equals("title") ? Templates.cut(made, MAX_TITLE) : made);
            }
        });
        addAll(sent, "fields", fields, notification);
        addAll(sent, "actions", actions, notification);
        ArrayNode markdown = sent.putArray("mrkdwn_in");
        (config.mrkdwnIn().isEmpty() ? MARKDOWN_IN : config.mrkdwnIn()).forEach(markdown::add);
        Map<String, String> headers = config.appToken().isPresent()
                ? Map.of("Authorization", "Bearer " + config.appToken().reveal())
                : Map.of();
        return List.of(HttpExchange.postJson(config.apiUrl().reveal(), headers, bytes(body)));
    }

    /** Slack says with 200 that something is wrong: {@code {"ok":false}}, or a text that is not {@code ok}. */
    @Override
    boolean readsAnswers() {
        return true;
    }

    @Override
    DeliveryResult judge(HttpAnswer answer) {
        DeliveryResult result = super.judge(answer);
        if (!(result instanceof DeliveryResult.Delivered)
                || !answer.contentType().startsWith("application/json")) {
            return result;
        }
        JsonNode json = json(answer.body());
        if (json == null || !json.path("ok").isBoolean() || json.get("ok").booleanValue()) {
            return result;
        }
        String error = json.path("error").asText("").replaceAll("[^a-z_]", "");
        boolean passing = List.of(
                        "ratelimited",
                        "rate_limited",
                        "internal_error",
                        "fatal_error",
                        "service_unavailable",
                        "request_timeout")
                .contains(error);
        return passing
                ? DeliveryResult.Failed.because("Slack answered: " + error)
                : new DeliveryResult.Refused(OptionalInt.of(answer.status()), "Slack answered: " + error);
    }

    private Function<Notification, JsonNode> field(SlackConfig.Field field, Templates templates) {
        Function<Notification, String> title = templates.text("fields.title", field.title());
        Function<Notification, String> value = templates.text("fields.value", field.value());
        return notification -> JsonNodeFactory.instance
                .objectNode()
                .put("title", title.apply(notification))
                .put("value", value.apply(notification))
                .put("short", (boolean) field.isShort().orElse(config.shortFields()));
    }

    private static Function<Notification, JsonNode> action(SlackConfig.Action action, Templates templates) {
        Map<String, Function<Notification, String>> texts = new LinkedHashMap<>();
        texts.put("type", templates.text("actions.type", action.type()));
        texts.put("text", templates.text("actions.text", action.text()));
        texts.put("url", templates.text("actions.url", action.url()));
        texts.put("style", templates.text("actions.style", action.style()));
        texts.put("name", templates.text("actions.name", action.name()));
        texts.put("value", templates.text("actions.value", action.value()));
        Map<String, Function<Notification, String>> confirm = new LinkedHashMap<>();
        action.confirm().ifPresent(asked -> {
            confirm.put("text", templates.text("actions.confirm.text", asked.text()));
            confirm.put("title", templates.text("actions.confirm.title", asked.title()));
            confirm.put("ok_text", templates.text("actions.confirm.ok_text", asked.okText()));
            confirm.put("dismiss_text", templates.text("actions.confirm.dismiss_text", asked.dismissText()));
        });
        return notification -> {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            texts.forEach((name, text) -> putUnlessEmpty(node, name, text.apply(notification)));
            if (!confirm.isEmpty()) {
                ObjectNode asked = node.putObject("confirm");
                confirm.forEach((name, text) -> putUnlessEmpty(asked, name, text.apply(notification)));
            }
            return node;
        };
    }

    private static void addAll(
            ObjectNode node, String name, List<Function<Notification, JsonNode>> elements, Notification notification) {
        if (!elements.isEmpty()) {
            ArrayNode array = node.putArray(name);
            elements.forEach(each -> array.add(each.apply(notification)));
        }
    }

    static void putUnlessEmpty(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }
}
