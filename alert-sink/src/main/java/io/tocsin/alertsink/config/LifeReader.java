package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.DURATION;
import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXTS;
import static io.tocsin.alertsink.config.Kind.TEXT_MAP;

import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what Alertmanager does not have: escalations and heartbeats. Not thread-safe. */
final class LifeReader {

    private static final int MAX_STEPS = 20;

    private static final Schema STEP = new Schema("escalation step")
            .with(DURATION, "after", "repeat_interval")
            .with(TEXT, "receiver");
    private static final Schema ESCALATION =
            new Schema("escalation").with(TEXT, "name").with(TEXTS, "matchers").objects("steps", () -> STEP);
    private static final Schema HEARTBEAT = new Schema("heartbeat")
            .with(TEXT, "name")
            .with(TEXTS, "matchers")
            .with(DURATION, "timeout")
            .with(TEXT_MAP, "labels", "annotations");

    private final SchemaReader reader;
    private final Set<String> receivers;

    LifeReader(SchemaReader reader, Set<String> receivers) {
        this.reader = reader;
        this.receivers = receivers;
    }

    /**
     * Reads escalations.
     *
     * @param root gives the intervals that a step does not
     * @param shown takes how they are shown
     */
    List<Route> escalations(Node node, Route root, List<Object> shown) throws ConfigException {
        List<Route> steps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node each : node == null ? List.<Node>of() : YamlNodes.sequence(node, "escalations")) {
            int line = YamlNodes.line(each);
            Map<String, Object> values = reader.object(each, ESCALATION);
            String name = name(values, "escalation", names, line);
            List<Matcher> matchers = RouteReader.matchers(values, "", "", "matchers", line);
            List<?> given = values.get("steps") instanceof List<?> list ? list : List.of();
            if (given.isEmpty() || given.size() > MAX_STEPS) {
                throw ConfigException.at(
                        line, "escalation " + GoText.quote(name) + " must have 1 to " + MAX_STEPS + " steps");
            }
            for (Object step : given) {
                steps.add(step(name, steps, (Map<?, ?>) step, matchers, root, line));
            }
            shown.add(values);
        }
        return steps;
    }

    private Route step(String name, List<Route> before, Map<?, ?> values, List<Matcher> matchers, Route root, int line)
            throws ConfigException {
        int number = 1
                + (int) before.stream()
                        .filter(each -> each.id().startsWith("escalation/" + name + '/'))
                        .count();
        String where = "step " + number + " of escalation " + GoText.quote(name);
        if (!(values.get("after") instanceof Duration after)) {
            throw ConfigException.at(line, "missing after in " + where);
        }
        if (number > 1 && after.compareTo(before.get(before.size() - 1).groupWait()) <= 0) {
            throw ConfigException.at(line, "after of " + where + " must be later than that of the step before");
        }
        Object receiver = values.get("receiver");
        if (!(receiver instanceof String known) || !receivers.contains(known)) {
            throw ConfigException.at(
                    line,
                    receiver == null
                            ? "missing receiver in " + where
                            : "undefined receiver " + GoText.quote(receiver.toString()) + " used in " + where);
        }
        Duration repeat = values.get("repeat_interval") instanceof Duration own ? own : root.repeatInterval();
        if (repeat.isZero()) {
            throw ConfigException.at(line, "repeat_interval of " + where + " cannot be zero");
        }
        return Route.escalation(name, number, matchers, known, after, repeat, root);
    }

    /**
     * Reads heartbeats.
     *
     * @param shown takes how they are shown
     */
    List<HeartbeatConfig> heartbeats(Node node, List<Object> shown) throws ConfigException {
        List<HeartbeatConfig> heartbeats = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node each : node == null ? List.<Node>of() : YamlNodes.sequence(node, "heartbeats")) {
            int line = YamlNodes.line(each);
            Map<String, Object> values = reader.object(each, HEARTBEAT);
            String name = name(values, "heartbeat", names, line);
            List<Matcher> matchers = RouteReader.matchers(values, "", "", "matchers", line);
            if (matchers.isEmpty()) {
                throw ConfigException.at(line, "missing matchers in heartbeat " + GoText.quote(name));
            }
            if (!(values.get("timeout") instanceof Duration timeout) || timeout.isZero()) {
                throw ConfigException.at(
                        line, "timeout of heartbeat " + GoText.quote(name) + " must be more than zero");
            }
            heartbeats.add(new HeartbeatConfig(
                    name,
                    matchers,
                    timeout,
                    RouteReader.texts(values, "labels"),
                    RouteReader.texts(values, "annotations")));
            shown.add(values);
        }
        return heartbeats;
    }

    private static String name(Map<String, Object> values, String what, Set<String> names, int line)
            throws ConfigException {
        String name = (String) values.getOrDefault("name", "");
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('|') >= 0) {
            throw ConfigException.at(line, "the name of an " + what + " must not be empty nor contain '/' or '|'");
        }
        if (!names.add(name)) {
            throw ConfigException.at(line, what + " " + GoText.quote(name) + " is not unique");
        }
        return name;
    }
}
