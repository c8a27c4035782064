package io.tocsin.alertsink.config;

import static io.tocsin.alertsink.config.Kind.BOOL;
import static io.tocsin.alertsink.config.Kind.DURATION;
import static io.tocsin.alertsink.config.Kind.TEXT;
import static io.tocsin.alertsink.config.Kind.TEXTS;
import static io.tocsin.alertsink.config.Kind.TEXT_MAP;

import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.MatcherParser;
import io.tocsin.alertsink.routing.MatcherSyntaxException;
import io.tocsin.alertsink.routing.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Reads the routing tree. Not thread-safe. */
final class RouteReader {

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private static final Schema ROUTE = new Schema("route")
            .with(TEXT, "receiver")
            .with(TEXTS, "group_by")
            .with(TEXT_MAP, "match", "match_re")
            .with(TEXTS, "matchers", "mute_time_intervals", "active_time_intervals")
            .standard(BOOL, "continue", false)
            .with(TEXT_MAP, "labels")
            .with(BOOL, "episodes")
            .with(DURATION, "digest")
            .with(Kind.ANY, "routes")
            .with(DURATION, "group_wait", "group_interval", "repeat_interval");

    private final SchemaReader reader;
    private final Set<String> receivers;
    private final Set<String> intervals;

    RouteReader(SchemaReader reader, Set<String> receivers, Set<String> intervals) {
        this.reader = reader;
        this.receivers = receivers;
        this.intervals = intervals;
    }

    /**
     * A node and how it is shown.
     *
     * @param shown values by name, for the shown configuration
     */
    record Read(Route route, Map<String, Object> shown) {}

    /** Reads the whole tree. */
    Read root(Node node) throws ConfigException {
        int line = YamlNodes.line(node);
        Map<String, Object> values = values(node);
        if (!values.containsKey("receiver") || values.get("receiver").equals("")) {
            throw ConfigException.at(line, "root route must specify a default receiver");
        }
        for (String each : List.of("match", "match_re", "matchers")) {
            if (isFilled(values.get(each))) {
                throw ConfigException.at(line, "root route must not have any matchers");
            }
        }
        for (String each : List.of("mute_time_intervals", "active_time_intervals")) {
            if (isFilled(values.get(each))) {
                throw ConfigException.at(
                        line, "root route must not have any " + each.replaceFirst("_.*", "") + " time intervals");
            }
        }
        if (Boolean.TRUE.equals(values.get("continue"))) {
            throw ConfigException.at(line, "cannot have continue in root route");
        }
        return read(node, values, null, 0);
    }

    private Map<String, Object> values(Node node) throws ConfigException {
        // Children are read by this class, so their nodes stay out of the generic reader.
        Map<String, NodeTuple> given = YamlNodes.mapping(node, "route");
        Map<String, Object> values = reader.object(node, ROUTE, Set.of("routes"));
        if (given.containsKey("routes") && !YamlNodes.isNull(given.get("routes").getValueNode())) {
            values.put("routes", given.get("routes").getValueNode());
        }
        return values;
    }

    private Read read(Node node, Map<String, Object> values, Route parent, int place) throws ConfigException {
        int line = YamlNodes.line(node);
        List<Matcher> matchers = matchers(values, "match", "match_re", "matchers", line);
        String receiver = text(values, "receiver").orElseGet(() -> parent.receiver());
        if (!receivers.contains(receiver)) {
            throw ConfigException.at(line, "undefined receiver " + GoText.quote(receiver) + " used in route");
        }
        String key = (parent == null ? "" : parent.key() + '/') + Matcher.text(matchers);
        Optional<Duration> digest = digest(values, line);
        Map<String, String> labels = new LinkedHashMap<>(parent == null ? Map.of() : parent.labels());
        labels.putAll(texts(values, "labels"));
        Route bare = new Route(
                parent == null ? key : parent.id() + '/' + Matcher.text(matchers) + '/' + place,
                key,
                matchers,
                receiver,
                groupBy(values, parent, line),
                duration(values, "group_wait", digest, parent == null ? Route.DEFAULT_GROUP_WAIT : parent.groupWait()),
                positive(
                        values,
                        "group_interval",
                        digest,
                        parent == null ? Route.DEFAULT_GROUP_INTERVAL : parent.groupInterval(),
                        line),
                positive(
                        values,
                        "repeat_interval",
                        Optional.empty(),
                        parent == null ? Route.DEFAULT_REPEAT_INTERVAL : parent.repeatInterval(),
                        line),
                Boolean.TRUE.equals(values.get("continue")),
                intervals(values, "mute_time_intervals", line),
                intervals(values, "active_time_intervals", line),
                labels,
                values.get("episodes") instanceof Boolean own ? own : parent != null && parent.episodes(),
                digest.isPresent() || parent != null && parent.digest(),
                List.of());
        Map<String, Object> shown = new LinkedHashMap<>(values);
        shown.put("receiver", receiver);
        List<Route> children = new ArrayList<>();
        if (values.get("routes") instanceof Node routes) {
            List<Object> shownChildren = new ArrayList<>();
            for (Node child : YamlNodes.sequence(routes, "routes")) {
                Map<String, Object> childValues = values(child);
                Read read = read(child, childValues, bare, children.size());
                children.add(read.route());
                if (!childValues.containsKey("receiver")) {
                    read.shown().remove("receiver");
                }
                shownChildren.add(read.shown());
            }
            shown.remove("routes");
            shown.put("routes", shownChildren);
        }
        return new Read(withRoutes(bare, children), shown);
    }

    private static Route withRoutes(Route bare, List<Route> children) {
        return new Route(
                bare.id(),
                bare.key(),
                bare.matchers(),
                bare.receiver(),
                bare.groupBy(),
                bare.groupWait(),
                bare.groupInterval(),
                bare.repeatInterval(),
                bare.goesOn(),
                bare.muteTimes(),
                bare.activeTimes(),
                bare.labels(),
                bare.episodes(),
                bare.digest(),
                children);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Set<String>> groupBy(Map<String, Object> values, Route parent, int line)
            throws ConfigException {
        if (!values.containsKey("group_by")) {
            return parent == null ? Optional.of(Set.of()) : parent.groupBy();
        }
        List<String> names = (List<String>) values.get("group_by");
        Set<String> set = new HashSet<>();
        boolean all = false;
        for (String each : names) {
            if (each.equals("...")) {
                all = true;
            } else if (each.isEmpty() || !GoText.isUnicode(each)) {
                throw ConfigException.at(line, "invalid label name " + GoText.quote(each) + " in group_by list");
            } else if (!set.add(each)) {
                throw ConfigException.at(line, "duplicated label " + GoText.quote(each) + " in group_by");
            }
        }
        if (all && !set.isEmpty()) {
            throw ConfigException.at(line, "cannot have wildcard group_by (`...`) and other labels at the same time");
        }
        return all ? Optional.empty() : Optional.of(set);
    }

    /** Returns matchers in their legacy and their present form together, sorted. */
    @SuppressWarnings("unchecked")
    static List<Matcher> matchers(Map<String, Object> values, String equal, String regex, String modern, int line)
            throws ConfigException {
        List<Matcher> matchers = new ArrayList<>();
        try {
            for (Map.Entry<String, String> each : texts(values, equal).entrySet()) {
                matchers.add(Matcher.of(legacyName(each.getKey()), Matcher.Type.EQUAL, each.getValue()));
            }
            for (Map.Entry<String, String> each : texts(values, regex).entrySet()) {
                Matcher.compile(each.getValue());
                // Alertmanager keeps the anchored form, and so it stands in group keys.
                matchers.add(
                        Matcher.of(legacyName(each.getKey()), Matcher.Type.REGEX, "^(?:" + each.getValue() + ")$"));
            }
            for (String each : (List<String>) values.getOrDefault(modern, List.of())) {
                matchers.addAll(MatcherParser.list(each));
            }
        } catch (MatcherSyntaxException wrong) {
            throw ConfigException.at(line, wrong.getMessage());
        }
        matchers.sort(Matcher.ORDER);
        return matchers;
    }

    private static String legacyName(String name) {
        if (!LABEL_NAME.matcher(name).matches()) {
            throw new MatcherSyntaxException("invalid label name " + GoText.quote(name));
        }
        return name;
    }

    @SuppressWarnings("unchecked")
    private List<String> intervals(Map<String, Object> values, String name, int line) throws ConfigException {
        List<String> names = (List<String>) values.getOrDefault(name, List.of());
        for (String each : names) {
            if (!intervals.contains(each)) {
                throw ConfigException.at(line, "undefined time interval " + GoText.quote(each) + " used in route");
            }
        }
        return names;
    }

    /** A digest is told at its interval and no sooner, so it has no other ones. */
    private static Optional<Duration> digest(Map<String, Object> values, int line) throws ConfigException {
        if (!(values.get("digest") instanceof Duration digest)) {
            return Optional.empty();
        }
        if (digest.isZero()) {
            throw ConfigException.at(line, "digest cannot be zero");
        }
        for (String each : List.of("group_wait", "group_interval")) {
            if (values.containsKey(each)) {
                throw ConfigException.at(line, "digest and " + each + " exclude each other");
            }
        }
        return Optional.of(digest);
    }

    private static Duration positive(
            Map<String, Object> values, String name, Optional<Duration> digest, Duration standard, int line)
            throws ConfigException {
        Duration duration = duration(values, name, digest, standard);
        if (duration.isZero()) {
            throw ConfigException.at(line, name + " cannot be zero");
        }
        return duration;
    }

    private static Duration duration(
            Map<String, Object> values, String name, Optional<Duration> digest, Duration standard) {
        return values.get(name) instanceof Duration given ? given : digest.orElse(standard);
    }

    private static Optional<String> text(Map<String, Object> values, String name) {
        return values.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> texts(Map<String, Object> values, String name) {
        return values.get(name) instanceof Map<?, ?> map ? (Map<String, String>) map : Map.of();
    }

    private static boolean isFilled(Object value) {
        return value instanceof List<?> list && !list.isEmpty() || value instanceof Map<?, ?> map && !map.isEmpty();
    }
}
