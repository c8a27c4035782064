package io.tocsin.alertsink.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node of the routing tree, complete with what it inherits. Immutable.
 *
 * @param id identity of the node in the tree: its key, and its place where siblings have the same
 * @param key matchers of the path to it, as they begin a group key
 * @param matchers conditions on an alert, sorted
 * @param receiver who is told
 * @param groupBy labels by which alerts are grouped; absent for all labels
 * @param groupWait wait of a new group before it is told first
 * @param groupInterval interval between the flushes of a group
 * @param repeatInterval how long nothing new may be told before it is told again
 * @param goesOn whether siblings after this one are tried although it matched
 * @param muteTimes names of intervals in which nothing is told
 * @param activeTimes names of intervals outside of which nothing is told; empty for always
 * @param labels labels of the route, merged along the path
 * @param episodes whether each change of an alert is told at once, and an alert that fires again counts as news although it
 *     was told as firing before; Alertmanager does neither, the channels of the settings have both
 * @param digest whether all that happened between two flushes is told, also what is over by then
 * @param routes children in order
 */
public record Route(
        String id,
        String key,
        List<Matcher> matchers,
        String receiver,
        Optional<Set<String>> groupBy,
        Duration groupWait,
        Duration groupInterval,
        Duration repeatInterval,
        boolean goesOn,
        List<String> muteTimes,
        List<String> activeTimes,
        Map<String, String> labels,
        boolean episodes,
        boolean digest,
        List<Route> routes) {

    /** How the identities of the steps of escalations begin. */
    private static final String ESCALATION = "escalation/";

    /** Wait of a new group unless configured. */
    public static final Duration DEFAULT_GROUP_WAIT = Duration.ofSeconds(30);
    /** Interval of a group unless configured. */
    public static final Duration DEFAULT_GROUP_INTERVAL = Duration.ofMinutes(5);
    /** Interval of repetition unless configured. */
    public static final Duration DEFAULT_REPEAT_INTERVAL = Duration.ofHours(4);

    public Route {
        matchers = List.copyOf(matchers);
        groupBy = groupBy.map(Set::copyOf);
        muteTimes = List.copyOf(muteTimes);
        activeTimes = List.copyOf(activeTimes);
        labels = Map.copyOf(labels);
        routes = List.copyOf(routes);
    }

    /**
     * Returns a step of an escalation: who is told of each alert that nobody has acknowledged some time after it began. It
     * is a route of its own beside the tree.
     *
     * @param name name of the escalation
     * @param step number of the step, from 1
     * @param after how long after its beginning an alert is told
     * @param like gives the intervals
     */
    public static Route escalation(
            String name,
            int step,
            List<Matcher> matchers,
            String receiver,
            Duration after,
            Duration repeat,
            Route like) {
        String id = ESCALATION + name + '/' + step;
        return new Route(
                id,
                "{}/" + id,
                matchers,
                receiver,
                Optional.empty(),
                after,
                like.groupInterval(),
                repeat,
                true,
                List.of(),
                List.of(),
                Map.of(),
                false,
                false,
                List.of());
    }

    /** Returns whether it is a step of an escalation. */
    public boolean isEscalation() {
        return id.startsWith(ESCALATION);
    }

    /**
     * Returns the nodes that an alert belongs to, depth first. A child that matches ends the search among its siblings
     * unless it goes on; a node none of whose children match stands for itself. Empty when this node does not match.
     */
    public List<Route> match(Map<String, String> alert) {
        if (!Matcher.all(matchers, alert)) {
            return List.of();
        }
        List<Route> all = new ArrayList<>(1);
        for (Route child : routes) {
            List<Route> found = child.match(alert);
            all.addAll(found);
            if (!found.isEmpty() && !child.goesOn) {
                break;
            }
        }
        if (all.isEmpty()) {
            all.add(this);
        }
        return all;
    }

    /** Returns the labels by which an alert is grouped here; absent ones are left out. */
    public LabelSet groupLabels(LabelSet alert) {
        return groupBy.map(alert::only).orElse(alert);
    }

    /** Returns whether alerts are grouped by a label that is named here. */
    public boolean groupsBy(String name) {
        return groupBy.isPresent() && groupBy.get().contains(name);
    }

    /** Returns the text of a group key: {@code {}/{team="a"}:{alertname="x"}}. */
    public String groupKey(LabelSet groupLabels) {
        return key + ':' + groupLabels;
    }

    /** Visits this node and all below it. */
    public void walk(Consumer<Route> visitor) {
        visitor.accept(this);
        routes.forEach(each -> each.walk(visitor));
    }
}
