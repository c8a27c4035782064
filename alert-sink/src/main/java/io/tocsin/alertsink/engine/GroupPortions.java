package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.engine.EngineView.AlertStatus;
import io.tocsin.alertsink.engine.EngineView.GroupPortion;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** The groups of an engine with their alerts, some at a time. For one thread. */
final class GroupPortions implements Iterator<List<GroupPortion>> {

    private final EngineView view;
    private final Instant now;
    private final Predicate<Route> routes;
    private final boolean muted;
    private final Predicate<AlertStatus> wanted;
    private final List<Group> groups;
    private int next;
    /** Alerts of the group that is next, from the first that was not returned. */
    private List<HeldAlert> members;

    private List<String> mutedBy;

    GroupPortions(EngineView view, Instant now, Predicate<Route> routes, boolean muted, Predicate<AlertStatus> wanted) {
        this.view = view;
        this.now = now;
        this.routes = routes;
        this.muted = muted;
        this.wanted = wanted;
        groups = view.groups(routes);
    }

    @Override
    public boolean hasNext() {
        return next < groups.size();
    }

    @Override
    public List<GroupPortion> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<GroupPortion> portions = new ArrayList<>();
        for (int room = EngineView.PORTION; room > 0 && hasNext(); ) {
            Group group = groups.get(next);
            if (members == null) {
                mutedBy = view.mutedBy(group, now);
                members = muted || mutedBy.isEmpty() ? view.members(group, now) : List.of();
            }
            int count = Math.min(room, members.size());
            boolean last = count == members.size();
            portions.add(new GroupPortion(
                    group.labels,
                    group.route.receiver(),
                    group.route.labels(),
                    view.statuses(members.subList(0, count), routes, mutedBy, now, wanted),
                    last));
            // A group without alerts is looked at as well.
            room -= Math.max(1, count);
            members = last ? null : members.subList(count, members.size());
            next += last ? 1 : 0;
        }
        return portions;
    }
}
