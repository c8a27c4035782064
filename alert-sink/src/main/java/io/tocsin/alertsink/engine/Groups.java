package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.RoutingTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** The groups and their timers. Confined to the engine's thread. */
final class Groups {

    /** How long a group without members goes on ticking, as Alertmanager's do. */
    static final Duration EMPTY_KEPT = Duration.ofSeconds(30);

    private final EngineChanges changes;
    private final Map<Group.Key, Group> groups = new LinkedHashMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(timer -> timer.group().number));
    private final Set<Group> eager = new LinkedHashSet<>();
    private long numbers;

    /** Something may have to be done for a group; outdated ones are recognised when they come. */
    private record Timer(Instant at, Group group) {}

    /** Flushes a group. */
    interface Flush {
        void flush(Group group, Instant now);
    }

    Groups(EngineChanges changes) {
        this.changes = changes;
    }

    Collection<Group> all() {
        return groups.values();
    }

    /** Takes up the groups of a state. Those whose route is gone are left out. */
    void restore(List<GroupState> states, Collection<HeldAlert> alerts, RoutingTree tree) {
        Map<String, Route> routes = new HashMap<>();
        tree.walk(route -> routes.put(route.id(), route));
        states.stream().sorted(Comparator.comparingLong(GroupState::number)).forEach(state -> {
            Route route = routes.get(state.route());
            if (route != null) {
                Group group = new Group(route, state.labels(), state.number());
                group.due = state.due();
                group.flushed = state.flushed();
                group.flushedIn = state.flushedIn();
                group.emptySince = state.emptySince();
                groups.put(group.key(), group);
                numbers = Math.max(numbers, state.number());
            }
        });
        alerts.stream().sorted(Comparator.comparingLong(HeldAlert::sequence)).forEach(alert -> {
            for (Route route : tree.match(alert.labels())) {
                Group group = groups.get(new Group.Key(route.id(), alert.groupLabels(route)));
                if (group != null && isMember(alert, group)) {
                    group.members.add(alert.fingerprint());
                }
            }
        });
        groups.values().forEach(this::schedule);
    }

    /** An alert left its group when the group was flushed while the alert was over. */
    private static boolean isMember(HeldAlert alert, Group group) {
        return alert.sequence() > group.flushedIn || !alert.isResolved(lastFlush(group));
    }

    /** Groups that were flushed are due an interval after it. */
    private static Instant lastFlush(Group group) {
        return group.flushed ? group.due.minus(group.route.groupInterval()) : Instant.MIN;
    }

    /** Forgets all groups. */
    void clear() {
        groups.values().forEach(each -> changes.groupGone(each.state()));
        groups.clear();
        timers.clear();
        eager.clear();
    }

    /** Returns the groups that are to be flushed without waiting for their timer, and forgets them. */
    List<Group> takeEager() {
        List<Group> taken = List.copyOf(eager);
        eager.clear();
        return taken;
    }

    /**
     * Puts an alert into its group of a route.
     *
     * @param changed whether the alert is new, over, or begun anew
     */
    void insert(HeldAlert alert, Route route, Instant now, boolean changed) {
        LabelSet labels = alert.groupLabels(route);
        Group.Key key = new Group.Key(route.id(), labels);
        Group group = groups.get(key);
        boolean isNew = group == null;
        if (isNew) {
            group = new Group(route, labels, ++numbers);
            group.due = firstDue(alert, route, now);
            groups.put(key, group);
        }
        group.members.add(alert.fingerprint());
        boolean wasEmpty = group.emptySince.isPresent();
        group.emptySince = Optional.empty();
        if (changed && route.episodes()) {
            eager.add(group);
        }
        boolean late = !group.flushed
                && !route.digest()
                && group.due.isAfter(now)
                && alert.startsAt().plus(route.groupWait()).isBefore(now);
        if (late) {
            // It waited long enough elsewhere.
            group.due = now;
        }
        boolean sooner = group.flushed
                && route.isEscalation()
                && firstDue(alert, route, now).isBefore(group.due);
        if (sooner) {
            // It began anew in a group that goes on ticking.
            group.due = firstDue(alert, route, now);
        }
        if (isNew || late || sooner) {
            schedule(group);
        }
        if (isNew || late || sooner || wasEmpty) {
            changes.group(group.state());
        }
    }

    /** Takes an alert out of the groups that it is not in any more once it is as given. */
    void move(HeldAlert from, HeldAlert to, RoutingTree tree) {
        for (Route route : tree.match(from.labels())) {
            if (!from.groupLabels(route).equals(to.groupLabels(route))) {
                find(route, from).ifPresent(group -> group.members.remove(from.fingerprint()));
            }
        }
    }

    /** A step of an escalation counts from the beginning of the alert, whenever it is heard of. */
    private static Instant firstDue(HeldAlert alert, Route route, Instant now) {
        Instant wait = now.plus(route.groupWait());
        if (!route.isEscalation()) {
            return wait;
        }
        Instant sinceStart = alert.startsAt().plus(route.groupWait());
        if (sinceStart.isBefore(now)) {
            return now;
        }
        return sinceStart.isBefore(wait) ? sinceStart : wait;
    }

    /** Returns the groups of an alert that should have been flushed by now. */
    List<Group> overdue(HeldAlert alert, RoutingTree tree, Instant now) {
        List<Group> overdue = new ArrayList<>();
        for (Route route : tree.match(alert.labels())) {
            find(route, alert)
                    .filter(each -> !each.due.isAfter(now) && each.members.contains(alert.fingerprint()))
                    .ifPresent(overdue::add);
        }
        return overdue;
    }

    /** Returns the group of a route that an alert is in, or would be in. */
    Optional<Group> find(Route route, HeldAlert alert) {
        return Optional.ofNullable(groups.get(new Group.Key(route.id(), alert.groupLabels(route))));
    }

    /** Returns when the first timer is due, but not later than a moment. */
    Instant nextDue(Instant atLatest) {
        Timer first = timers.peek();
        return first == null || first.at().isAfter(atLatest) ? atLatest : first.at();
    }

    /** Returns whether a timer is due. */
    boolean isDue(Instant now) {
        Timer first = timers.peek();
        return first != null && !first.at().isAfter(now);
    }

    /**
     * Flushes what is due, in order.
     *
     * @param at moment at which it is flushed; null for the moment at which each was due
     */
    void flushDue(Instant now, Instant at, Flush flush) {
        while (isDue(now)) {
            Timer timer = timers.poll();
            Group group = timer.group();
            Instant moment = at == null ? timer.at() : at;
            if (groups.get(group.key()) != group) {
                continue;
            }
            if (group.members.isEmpty()
                    && group.emptySince.isPresent()
                    && !moment.isBefore(group.emptySince.get().plus(EMPTY_KEPT))) {
                groups.remove(group.key());
                changes.groupGone(group.state());
            } else if (group.due.equals(timer.at())) {
                flush.flush(group, moment);
            }
        }
    }

    /**
     * Notes that a group was flushed.
     *
     * @param atLatest when it is due again unless its interval is over before
     */
    void flushed(Group group, boolean lostMembers, long step, Instant atLatest, Instant now) {
        boolean first = !group.flushed;
        group.flushed = true;
        group.flushedIn = step;
        Instant interval = now.plus(group.route.groupInterval());
        group.due = atLatest.isBefore(interval) ? atLatest : interval;
        boolean becameEmpty = group.members.isEmpty() && group.emptySince.isEmpty();
        if (becameEmpty) {
            group.emptySince = Optional.of(now);
            timers.add(new Timer(now.plus(EMPTY_KEPT), group));
        }
        schedule(group);
        if (first || lostMembers || becameEmpty || group.route.isEscalation()) {
            changes.group(group.state());
        }
    }

    /** Returns whether an alert is in one of its groups. */
    boolean holds(HeldAlert alert, RoutingTree tree) {
        for (Route route : tree.match(alert.labels())) {
            Group group = groups.get(new Group.Key(route.id(), alert.groupLabels(route)));
            if (group != null && group.members.contains(alert.fingerprint())) {
                return true;
            }
        }
        return false;
    }

    private void schedule(Group group) {
        timers.add(new Timer(group.due, group));
        group.emptySince.ifPresent(since -> {
            if (group.members.isEmpty()) {
                timers.add(new Timer(since.plus(EMPTY_KEPT), group));
            }
        });
    }
}
