package io.tocsin.alertsink.channel.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.template.Template;
import io.tocsin.alertsink.template.TemplateSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Parses the templates of one channel's configuration, so that a broken one is found when the configuration is loaded.
 * Immutable and thread-safe.
 *
 * @param set what they can include
 * @param place where the configuration stands, for messages
 */
public record Templates(TemplateSet set, String place) {

    /** Returns the text that a template of a field makes of a notification. */
    Function<Notification, String> text(String field, String template) {
        Template parsed = parse(field, template);
        return parsed::text;
    }

    /** Returns the HTML that a template of a field makes of a notification. */
    Function<Notification, String> html(String field, String template) {
        Template parsed = parse(field, template);
        return parsed::html;
    }

    /**
     * Returns the JSON that a tree of maps, lists and templates makes of a notification. What a template makes is JSON when
     * it reads as an object or an array, and a text otherwise.
     */
    Function<Notification, JsonNode> tree(String field, Object tree) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (tree instanceof Map<?, ?> map) {
            Map<String, Function<Notification, JsonNode>> members = new java.util.LinkedHashMap<>();
            map.forEach((name, value) -> members.put(String.valueOf(name), tree(field + '.' + name, value)));
            return notification -> {
                ObjectNode node = nodes.objectNode();
                members.forEach((name, value) -> node.set(name, value.apply(notification)));
                return node;
            };
        }
        if (tree instanceof List<?> list) {
            List<Function<Notification, JsonNode>> elements =
                    list.stream().map(each -> tree(field, each)).toList();
            return notification -> {
                ArrayNode node = nodes.arrayNode();
                elements.forEach(each -> node.add(each.apply(notification)));
                return node;
            };
        }
        if (tree instanceof Boolean flag) {
            return any -> nodes.booleanNode(flag);
        }
        if (tree instanceof Number number) {
            return any -> number instanceof Double || number instanceof Float
                    ? nodes.numberNode(number.doubleValue())
                    : nodes.numberNode(number.longValue());
        }
        if (tree == null) {
            return any -> nodes.nullNode();
        }
        Function<Notification, String> text = text(field, tree.toString());
        return notification -> {
            String made = text.apply(notification);
            String bare = made.strip();
            JsonNode json = bare.startsWith("{") || bare.startsWith("[") ? HttpNotifier.json(bare) : null;
            return json == null ? nodes.textNode(made) : json;
        };
    }

    private Template parse(String field, String template) {
        return set.parse(place + '.' + field, template);
    }

    /** Returns a text with at most so many characters, the last of which says that it was cut. */
    static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + '\u2026';
    }
}
