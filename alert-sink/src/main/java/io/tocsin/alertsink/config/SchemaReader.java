package io.tocsin.alertsink.config;

import io.tocsin.alertsink.routing.GoDuration;
import io.tocsin.alertsink.routing.PromDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads objects by their schema. A field that the schema does not have is refused with its line, so that a misspelt
 * setting is not silently without effect. Not thread-safe: it counts nodes, so that aliases cannot blow a small file up.
 */
final class SchemaReader {

    private static final int MAX_NODES = 1_000_000;
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    private int nodes;

    /** Returns the values of an object by name, in the order of the schema, defaults included. */
    Map<String, Object> object(Node node, Schema schema) throws ConfigException {
        return object(node, schema, Set.of());
    }

    /** Does the same but for some fields, which are known and left to the caller. */
    Map<String, Object> object(Node node, Schema schema, Set<String> leftOut) throws ConfigException {
        Map<String, NodeTuple> given = YamlNodes.mapping(node, schema.name());
        for (NodeTuple each : given.values()) {
            String name = YamlNodes.scalar(each.getKeyNode(), "a name");
            if (!schema.fields().containsKey(name)) {
                throw ConfigException.at(
                        YamlNodes.line(each.getKeyNode()), "field " + name + " not found in " + schema.name());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Schema.Field field : schema.fields().values()) {
            NodeTuple tuple = leftOut.contains(field.name()) ? null : given.get(field.name());
            Object value = tuple == null || YamlNodes.isNull(tuple.getValueNode())
                    ? field.standard()
                    : value(tuple.getValueNode(), field, schema.name());
            if (value != null) {
                values.put(field.name(), value);
            }
        }
        return values;
    }

    private Object value(Node node, Schema.Field field, String in) throws ConfigException {
        if (++nodes > MAX_NODES) {
            throw ConfigException.at(YamlNodes.line(node), "the configuration is too large");
        }
        String what = field.name() + " in " + in;
        try {
            return switch (field.kind()) {
                case TEXT -> YamlNodes.scalar(node, what);
                case SECRET -> new SecretText(YamlNodes.scalar(node, what));
                case SECRET_URL_TEMPLATE -> secretUrlTemplate(YamlNodes.scalar(node, what));
                case URL -> url(YamlNodes.scalar(node, what));
                case SECRET_URL -> secretUrl(YamlNodes.scalar(node, what));
                case BOOL -> bool(node, what);
                case INTEGER -> integer(YamlNodes.scalar(node, what));
                case DURATION -> PromDuration.parse(YamlNodes.scalar(node, what));
                case GO_DURATION -> goDuration(YamlNodes.scalar(node, what));
                case HOST_PORT -> hostPort(YamlNodes.scalar(node, what));
                case TEXTS -> texts(node, what);
                case TEXT_MAP -> textMap(node, what);
                case SECRETS -> secrets(node, what);
                case SECRET_LISTS -> secretLists(node, what);
                case OBJECT -> object(node, field.schema().get());
                case OBJECTS -> objects(node, field.schema().get(), what);
                case OBJECT_MAP -> objectMap(node, field.schema().get(), what);
                case ANY -> anything(node);
            };
        } catch (IllegalArgumentException wrong) {
            throw ConfigException.at(YamlNodes.line(node), what + ": " + wrong.getMessage());
        }
    }

    List<String> texts(Node node, String what) throws ConfigException {
        List<String> texts = new ArrayList<>();
        for (Node each : YamlNodes.sequence(node, what)) {
            texts.add(YamlNodes.isNull(each) ? "" : YamlNodes.scalar(each, "an entry of " + what));
        }
        return texts;
    }

    private static Map<String, Object> textMap(Node node, String what) throws ConfigException {
        Map<String, Object> texts = new LinkedHashMap<>();
        for (Map.Entry<String, NodeTuple> each : YamlNodes.mapping(node, what).entrySet()) {
            Node value = each.getValue().getValueNode();
            texts.put(each.getKey(), YamlNodes.isNull(value) ? "" : YamlNodes.scalar(value, each.getKey()));
        }
        return texts;
    }

    private List<Object> secrets(Node node, String what) throws ConfigException {
        List<Object> secrets = new ArrayList<>();
        texts(node, what).forEach(each -> secrets.add(new SecretText(each)));
        return secrets;
    }

    private Map<String, Object> secretLists(Node node, String what) throws ConfigException {
        Map<String, Object> lists = new LinkedHashMap<>();
        for (Map.Entry<String, NodeTuple> each : YamlNodes.mapping(node, what).entrySet()) {
            lists.put(each.getKey(), secrets(each.getValue().getValueNode(), each.getKey()));
        }
        return lists;
    }

    private List<Object> objects(Node node, Schema schema, String what) throws ConfigException {
        List<Object> objects = new ArrayList<>();
        for (Node each : YamlNodes.sequence(node, what)) {
            objects.add(object(each, schema));
        }
        return objects;
    }

    private Map<String, Object> objectMap(Node node, Schema schema, String what) throws ConfigException {
        Map<String, Object> objects = new LinkedHashMap<>();
        for (Map.Entry<String, NodeTuple> each : YamlNodes.mapping(node, what).entrySet()) {
            objects.put(each.getKey(), object(each.getValue().getValueNode(), schema));
        }
        return objects;
    }

    private Object anything(Node node) throws ConfigException {
        if (++nodes > MAX_NODES) {
            throw ConfigException.at(YamlNodes.line(node), "the configuration is too large");
        }
        if (node instanceof MappingNode) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, NodeTuple> each :
                    YamlNodes.mapping(node, "an object").entrySet()) {
                values.put(each.getKey(), anything(each.getValue().getValueNode()));
            }
            return values;
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> values = new ArrayList<>();
            for (Node each : sequence.getValue()) {
                values.add(anything(each));
            }
            return values;
        }
        return scalarOfItsOwn(node);
    }

    /** A scalar whose field says nothing about its type. */
    private static Object scalarOfItsOwn(Node node) throws ConfigException {
        String text = YamlNodes.scalar(node, "a value");
        if (!YamlNodes.isPlain(node)) {
            return text;
        }
        if (YamlNodes.isNull(node)) {
            return "";
        }
        if (TRUE.contains(text) && text.length() > 1 || FALSE.contains(text) && text.length() > 1) {
            return TRUE.contains(text);
        }
        try {
            return text.contains(".") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException noNumber) {
            return text;
        }
    }

    static boolean bool(Node node, String what) throws ConfigException {
        String text = YamlNodes.scalar(node, what);
        if (YamlNodes.isPlain(node) && TRUE.contains(text)) {
            return true;
        }
        if (YamlNodes.isPlain(node) && FALSE.contains(text)) {
            return false;
        }
        throw ConfigException.at(YamlNodes.line(node), what + " must be true or false, but is '" + text + "'");
    }

    /** A whole number in Go's forms: decimal, 0x, 0o, 0b, or octal with a leading zero; underscores are left out. */
    private static Long integer(String text) {
        String digits = text.replace("_", "");
        try {
            if (digits.matches("[+-]?0[oO][0-7]+")) {
                return Long.valueOf(digits.replaceFirst("[oO]", ""), 8);
            }
            if (digits.matches("[+-]?0[bB][01]+")) {
                return Long.valueOf(digits.replaceFirst("0[bB]", ""), 2);
            }
            return Long.decode(digits);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", wrong);
        }
    }

    private static Duration goDuration(String text) {
        return text.matches("[0-9]{1,18}") ? Duration.ofNanos(Long.parseLong(text)) : GoDuration.parse(text);
    }

    private static SecretText secretUrl(String text) {
        if (!SecretText.isMask(text)) {
            try {
                url(text);
            } catch (IllegalArgumentException wrong) {
                // The message would show the URL.
                throw new IllegalArgumentException("not an http or https URL", wrong);
            }
        }
        return new SecretText(text);
    }

    private static SecretText secretUrlTemplate(String text) {
        return text.contains("{{") ? new SecretText(text) : secretUrl(text);
    }

    static String url(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not a URL: " + wrong.getReason(), wrong);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            throw new IllegalArgumentException("unsupported scheme \"" + scheme + "\" for URL");
        }
        if (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty()) {
            throw new IllegalArgumentException("missing host for URL");
        }
        return text;
    }

    private static String hostPort(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.contains(":") && !(host.startsWith("[") && host.endsWith("]"))) {
            throw new IllegalArgumentException("address " + text + ": too many colons in address");
        }
        if (colon == text.length() - 1) {
            throw new IllegalArgumentException("address \"" + text + "\": port cannot be empty");
        }
        return text;
    }
}
