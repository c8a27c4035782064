package io.tocsin.alertsink.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where alerts go: the tree of routes, and beside it the steps of escalations, each of which an alert reaches when it meets
 * the step's conditions. Immutable.
 *
 * @param root root of the tree
 * @param escalations steps of escalations
 */
public record RoutingTree(Route root, List<Route> escalations) {

    public RoutingTree {
        escalations = List.copyOf(escalations);
    }

    /** Returns the routes of an alert: those of the tree, then the steps. */
    public List<Route> match(Map<String, String> alert) {
        List<Route> routes = root.match(alert);
        if (escalations.isEmpty()) {
            return routes;
        }
        List<Route> all = new ArrayList<>(routes);
        escalations.stream().filter(each -> Matcher.all(each.matchers(), alert)).forEach(all::add);
        return all;
    }

    /**
     * Returns the ways through the tree to the routes of an alert, each from the root to the route that stands for it.
     */
    public List<List<Route>> paths(Map<String, String> alert) {
        List<List<Route>> paths = new ArrayList<>();
        follow(root, List.of(), alert, paths);
        return paths;
    }

    /** Visits all routes. */
    public void walk(Consumer<Route> visitor) {
        root.walk(visitor);
        escalations.forEach(visitor);
    }

    private static boolean follow(Route route, List<Route> before, Map<String, String> alert, List<List<Route>> paths) {
        if (!Matcher.all(route.matchers(), alert)) {
            return false;
        }
        List<Route> path = new ArrayList<>(before);
        path.add(route);
        boolean passedOn = false;
        for (Route child : route.routes()) {
            if (follow(child, path, alert, paths)) {
                passedOn = true;
                if (!child.goesOn()) {
                    break;
                }
            }
        }
        if (!passedOn) {
            paths.add(path);
        }
        return true;
    }
}
