package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXT_MAP;

import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.InhibitRule;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.TimeInterval;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Reads configuration files. Stateless. */
public final class ConfigReader {

    private static final Set<String> TOP = Set.of(
            "global",
            "route",
            "inhibit_rules",
            "receivers",
            "templates",
            "mute_time_intervals",
            "time_intervals",
            "escalations",
            "heartbeats");
    /** What Alertmanager's own tools do not know. */
    private static final Set<String> OWN = Set.of("escalations", "heartbeats");

    private static final Schema TOP_SCHEMA = new Schema("the configuration")
            .with(Kind.ANY, TOP.toArray(String[]::new))
            .with(Kind.ANY, "tracing");

    private final SchemaReader reader = new SchemaReader();
    private final Path folder;

    private ConfigReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a file; relative paths in it are meant from its folder.
     *
     * @throws ConfigException when it cannot be read or is no valid configuration
     */
    public static AlertmanagerConfig file(Path file) throws ConfigException {
        try {
            return new ConfigReader(file.toAbsolutePath().getParent()).read(Files.readString(file));
        } catch (MalformedInputException broken) {
            throw new ConfigException(file + " is not UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Reads a text; relative paths in it are meant from the working folder.
     *
     * @throws ConfigException when it is no valid configuration
     */
    public static AlertmanagerConfig text(String text) throws ConfigException {
        return new ConfigReader(Path.of("")).read(text);
    }

    private AlertmanagerConfig read(String text) throws ConfigException {
        Node root = YamlNodes.parse(text);
        if (root == null || YamlNodes.isNull(root)) {
            throw new ConfigException("no route provided in config");
        }
        Map<String, NodeTuple> given = YamlNodes.mapping(root, "the configuration");
        reader.object(root, TOP_SCHEMA, union(TOP, "tracing"));
        Map<String, Object> shown = new LinkedHashMap<>();

        Node globalNode = node(given, "global");
        Map<String, Object> global = globalNode == null ? defaults(Schemas.global()) : global(globalNode);
        shown.put("global", global);
        if (node(given, "route") == null) {
            throw new ConfigException("no route provided in config");
        }

        Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
        Map<String, List<Object>> shownIntervals = new LinkedHashMap<>();
        for (String each : List.of("mute_time_intervals", "time_intervals")) {
            intervals(node(given, each), each, intervals, shownIntervals);
        }
        List<Object> shownReceivers = new ArrayList<>();
        List<ReceiverConfig> receivers = receivers(node(given, "receivers"), global, shownReceivers);
        Set<String> names =
                Set.copyOf(receivers.stream().map(ReceiverConfig::name).toList());
        RouteReader.Read route = new RouteReader(reader, names, intervals.keySet()).root(node(given, "route"));
        LifeReader life = new LifeReader(reader, names);
        List<Object> shownEscalations = new ArrayList<>();
        List<Object> shownHeartbeats = new ArrayList<>();
        List<Route> escalations = life.escalations(node(given, "escalations"), route.route(), shownEscalations);
        List<HeartbeatConfig> heartbeats = life.heartbeats(node(given, "heartbeats"), shownHeartbeats);
        List<Object> shownRules = new ArrayList<>();
        List<InhibitRule> rules = inhibitRules(node(given, "inhibit_rules"), shownRules);
        List<String> templates = templates(node(given, "templates"));

        shown.put("route", route.shown());
        putFilled(shown, "inhibit_rules", shownRules);
        putFilled(shown, "receivers", shownReceivers);
        shown.put("templates", templates);
        shownIntervals.forEach((name, list) -> putFilled(shown, name, list));
        putFilled(shown, "escalations", shownEscalations);
        putFilled(shown, "heartbeats", shownHeartbeats);
        Map<String, Object> original = new LinkedHashMap<>(shown);
        original.keySet().removeAll(OWN);
        original.computeIfPresent("route", (name, tree) -> OwnOptions.without(tree));
        original.computeIfPresent("receivers", (name, list) -> OwnOptions.without(list));
        return new AlertmanagerConfig(
                (Duration) global.get("resolve_timeout"),
                route.route(),
                rules,
                receivers,
                intervals,
                escalations,
                heartbeats,
                templates,
                ShownConfig.text(shown),
                ShownConfig.text(original));
    }

    private Map<String, Object> global(Node node) throws ConfigException {
        Map<String, Object> global = reader.object(node, Schemas.global());
        global.putIfAbsent("http_config", defaults(Schemas.http()));
        for (String each : List.of(
                "slack_api_url",
                "slack_app_token",
                "opsgenie_api_key",
                "victorops_api_key",
                "smtp_auth_password",
                "smtp_auth_secret",
                "rocketchat_token",
                "rocketchat_token_id",
                "telegram_bot_token",
                "mattermost_webhook_url",
                "wechat_api_secret")) {
            if (global.containsKey(each) && global.containsKey(each + "_file")) {
                throw ConfigException.at(
                        YamlNodes.line(node), "at most one of " + each + " & " + each + "_file must be configured");
            }
        }
        FilePaths.resolve(global, folder);
        return global;
    }

    private static Map<String, Object> defaults(Schema schema) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.fields().values().stream()
                .filter(field -> field.standard() != null)
                .forEach(field -> values.put(field.name(), field.standard()));
        if (schema == Schemas.global()) {
            values.put("http_config", defaults(Schemas.http()));
        }
        return values;
    }

    private List<ReceiverConfig> receivers(Node node, Map<String, Object> global, List<Object> shown)
            throws ConfigException {
        List<ReceiverConfig> receivers = new ArrayList<>();
        Schema schema = new Schema("receiver").with(TEXT, "name").with(TEXT_MAP, "labels");
        ReceiverSchemas.all().keySet().forEach(kind -> schema.with(Kind.ANY, kind + "_configs"));
        Set<String> kinds = Set.copyOf(ReceiverSchemas.all().keySet().stream()
                .map(kind -> kind + "_configs")
                .toList());
        Set<String> names = new java.util.HashSet<>();
        for (Node each : node == null ? List.<Node>of() : YamlNodes.sequence(node, "receivers")) {
            Map<String, Object> values = reader.object(each, schema, kinds);
            String name = (String) values.getOrDefault("name", "");
            if (name.isEmpty()) {
                throw ConfigException.at(YamlNodes.line(each), "missing name in receiver");
            }
            if (!names.add(name)) {
                throw ConfigException.at(
                        YamlNodes.line(each), "notification config name " + GoText.quote(name) + " is not unique");
            }
            Map<String, Object> shownReceiver = new LinkedHashMap<>(values);
            List<IntegrationConfig> integrations = new ArrayList<>();
            Map<String, NodeTuple> given = YamlNodes.mapping(each, "receiver");
            for (String kind : ReceiverSchemas.all().keySet()) {
                Node list = node(given, kind + "_configs");
                if (list != null) {
                    List<IntegrationConfig> ofKind = integrations(list, name, kind, global);
                    integrations.addAll(ofKind);
                    shownReceiver.put(
                            kind + "_configs",
                            ofKind.stream().map(IntegrationConfig::settings).toList());
                }
            }
            shown.add(shownReceiver);
            receivers.add(new ReceiverConfig(name, integrations, RouteReader.texts(values, "labels")));
        }
        return receivers;
    }

    private List<IntegrationConfig> integrations(Node list, String receiver, String kind, Map<String, Object> global)
            throws ConfigException {
        List<IntegrationConfig> integrations = new ArrayList<>();
        for (Node each : YamlNodes.sequence(list, kind + "_configs")) {
            Map<String, Object> values =
                    reader.object(each, ReceiverSchemas.all().get(kind));
            FilePaths.resolve(values, folder);
            new IntegrationChecks(global, values, YamlNodes.line(each)).complete(kind);
            Map<String, Object> ordered = new LinkedHashMap<>();
            for (String name : ReceiverSchemas.all().get(kind).fields().keySet()) {
                if (values.containsKey(name)) {
                    ordered.put(name, values.get(name));
                }
            }
            integrations.add(new IntegrationConfig(receiver, kind, integrations.size(), ordered));
        }
        return integrations;
    }

    private List<InhibitRule> inhibitRules(Node node, List<Object> shown) throws ConfigException {
        List<InhibitRule> rules = new ArrayList<>();
        for (Node each : node == null ? List.<Node>of() : YamlNodes.sequence(node, "inhibit_rules")) {
            int line = YamlNodes.line(each);
            Map<String, Object> values = reader.object(each, Schemas.inhibitRule());
            @SuppressWarnings("unchecked")
            List<String> equal = (List<String>) values.getOrDefault("equal", List.of());
            for (String label : equal) {
                if (label.isEmpty() || !GoText.isUnicode(label)) {
                    throw ConfigException.at(line, "invalid label name " + GoText.quote(label) + " in equal list");
                }
            }
            rules.add(new InhibitRule(
                    (String) values.getOrDefault("name", ""),
                    RouteReader.matchers(values, "source_match", "source_match_re", "source_matchers", line),
                    RouteReader.matchers(values, "target_match", "target_match_re", "target_matchers", line),
                    equal));
            shown.add(values);
        }
        return rules;
    }

    private void intervals(
            Node node, String field, Map<String, List<TimeInterval>> intervals, Map<String, List<Object>> shown)
            throws ConfigException {
        for (Node each : node == null ? List.<Node>of() : YamlNodes.sequence(node, field)) {
            Map<String, Object> values = reader.object(each, TimeIntervalReader.NAMED);
            String name = (String) values.getOrDefault("name", "");
            if (name.isEmpty()) {
                throw ConfigException.at(YamlNodes.line(each), "missing name in time interval");
            }
            List<TimeInterval> list = new ArrayList<>();
            try {
                for (Object one : (List<?>) values.getOrDefault("time_intervals", List.of())) {
                    list.add(TimeIntervalReader.interval((Map<?, ?>) one));
                }
            } catch (IllegalArgumentException wrong) {
                throw ConfigException.at(YamlNodes.line(each), "time interval " + name + ": " + wrong.getMessage());
            }
            if (intervals.put(name, list) != null) {
                throw ConfigException.at(
                        YamlNodes.line(each), "time interval " + GoText.quote(name) + " is not unique");
            }
            shown.computeIfAbsent(field, key -> new ArrayList<>()).add(values);
        }
    }

    private List<String> templates(Node node) throws ConfigException {
        List<String> templates = new ArrayList<>();
        for (String each : node == null ? List.<String>of() : reader.texts(node, "templates")) {
            templates.add(each.isEmpty() ? each : folder.resolve(each).toString());
        }
        return templates;
    }

    private static Node node(Map<String, NodeTuple> given, String name) {
        NodeTuple tuple = given.get(name);
        return tuple == null || YamlNodes.isNull(tuple.getValueNode()) ? null : tuple.getValueNode();
    }

    private static void putFilled(Map<String, Object> shown, String name, List<Object> list) {
        if (!list.isEmpty()) {
            shown.put(name, list);
        }
    }

    private static Set<String> union(Set<String> names, String another) {
        Set<String> all = new java.util.HashSet<>(names);
        all.add(another);
        return all;
    }
}
