package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What can be asked of an engine while it is being fed. Thread-safe. Long answers are put together in portions, so that the
 * engine is not held up for long; each portion is as of its own moment.
 */
public final class EngineView {

    /** How many alerts are looked at while the engine waits. */
    static final int PORTION = 1_000;
    /** Stands among the intervals that mute an alert for a person who snoozed it. */
    private static final String SNOOZE = "snooze";

    private final AlertEngine engine;
    private final Lock lock;

    EngineView(AlertEngine engine, Lock lock) {
        this.engine = engine;
        this.lock = lock;
    }

    /**
     * An alert with its status.
     *
     * @param receivers names of the receivers of its routes
     * @param silencedBy ids of the silences that mute it
     * @param inhibitedBy fingerprints of the alerts that mute it
     * @param mutedBy names of the time intervals that mute its group, and `snooze` when a person snoozed it
     */
    public record AlertStatus(
            HeldAlert alert,
            List<String> receivers,
            List<String> silencedBy,
            List<String> inhibitedBy,
            List<String> mutedBy) {

        /** Returns whether anything mutes it. */
        public boolean isSuppressed() {
            return !silencedBy.isEmpty() || !inhibitedBy.isEmpty() || !mutedBy.isEmpty();
        }
    }

    /**
     * Some alerts of a group; a group has as many portions as it needs, one after another.
     *
     * @param labels labels of the group
     * @param receiver name of its receiver
     * @param routeLabels labels of its route
     * @param alerts some of its alerts; may be empty
     * @param last whether no more of them follow
     */
    public record GroupPortion(
            LabelSet labels,
            String receiver,
            Map<String, String> routeLabels,
            List<AlertStatus> alerts,
            boolean last) {}

    /** Returns the configuration in force; empty before the first. */
    public Optional<AlertmanagerConfig> config() {
        return read(engine::config);
    }

    /** Returns the number of alerts that are held, whether over or not. */
    public int alertCount() {
        return read(() -> engine.alerts().size());
    }

    /** Returns the number of groups. */
    public int groupCount() {
        return read(() -> engine.groups().all().size());
    }

    /**
     * How many alerts are not over.
     *
     * @param active those that nothing mutes
     * @param suppressed those that something mutes
     */
    public record AlertCounts(long active, long suppressed) {}

    /** Counts the alerts that are not over. */
    public AlertCounts alertCounts(Instant now) {
        long[] counts = new long[2];
        alerts(now, each -> true)
                .forEachRemaining(portion -> portion.forEach(each -> counts[each.isSuppressed() ? 1 : 0]++));
        return new AlertCounts(counts[0], counts[1]);
    }

    /**
     * Returns the alerts that are not over and satisfy a condition, by fingerprint, in portions that are looked up when they
     * are asked for. What happens meanwhile may be in them or not.
     */
    public Iterator<List<AlertStatus>> alerts(Instant now, Predicate<AlertStatus> wanted) {
        return new AlertPortions(this, now, wanted);
    }

    /**
     * Returns the groups with their alerts that are not over and satisfy a condition, by labels, in portions that are looked up
     * when they are asked for.
     *
     * @param routes whose groups are wanted; an alert names the receivers of those it is in
     * @param muted whether groups are wanted that a time interval mutes
     */
    public Iterator<List<GroupPortion>> groups(
            Instant now, Predicate<Route> routes, boolean muted, Predicate<AlertStatus> wanted) {
        return new GroupPortions(this, now, routes, muted, wanted);
    }

    /** Returns the fingerprints of all alerts, in their order. */
    long[] fingerprints() {
        long[] all = read(() ->
                engine.alerts().keySet().stream().mapToLong(Long::longValue).toArray());
        // Fingerprints have no sign.
        for (int i = 0; i < all.length; i++) {
            all[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(all);
        for (int i = 0; i < all.length; i++) {
            all[i] ^= Long.MIN_VALUE;
        }
        return all;
    }

    /** Returns how those alerts stand that are not over and satisfy a condition. */
    List<AlertStatus> statuses(long[] fingerprints, Instant now, Predicate<AlertStatus> wanted) {
        List<AlertStatus> found = new ArrayList<>(fingerprints.length);
        return read(() -> {
            for (long each : fingerprints) {
                HeldAlert alert = engine.alerts().get(each);
                if (alert != null && !alert.isResolved(now)) {
                    keep(status(alert, receivers(alert), List.of(), now), wanted, found);
                }
            }
            return found;
        });
    }

    /** Returns the groups of some routes in the order of their labels. */
    List<Group> groups(Predicate<Route> routes) {
        List<Group> all = read(() -> engine.groups().all().stream()
                .filter(group -> isListed(group, routes))
                .collect(Collectors.toCollection(ArrayList::new)));
        all.sort(Comparator.comparing((Group group) -> group.labels).thenComparing(group -> group.route.receiver()));
        return all;
    }

    /** Returns the names of the intervals that mute a group. */
    List<String> mutedBy(Group group, Instant now) {
        return read(() -> engine.muting().closedBy(group.route, now));
    }

    /** Returns the alerts of a group that are not over, in the order in which they are told. */
    List<HeldAlert> members(Group group, Instant now) {
        List<HeldAlert> members = read(() -> {
            List<HeldAlert> found = new ArrayList<>(group.members.size());
            for (long each : group.members) {
                HeldAlert alert = engine.alerts().get(each);
                if (alert != null && !alert.isResolved(now)) {
                    found.add(alert);
                }
            }
            return found;
        });
        members.sort(HeldAlert.ORDER);
        return members;
    }

    /** Returns how alerts of a group stand, if they satisfy a condition. */
    List<AlertStatus> statuses(
            List<HeldAlert> alerts,
            Predicate<Route> routes,
            List<String> mutedBy,
            Instant now,
            Predicate<AlertStatus> wanted) {
        List<AlertStatus> found = new ArrayList<>(alerts.size());
        return read(() -> {
            for (HeldAlert each : alerts) {
                keep(status(each, receivers(each, routes), mutedBy, now), wanted, found);
            }
            return found;
        });
    }

    private static void keep(AlertStatus status, Predicate<AlertStatus> wanted, List<AlertStatus> found) {
        if (wanted.test(status)) {
            found.add(status);
        }
    }

    /** Steps of an escalation that nobody was told of are no groups yet. */
    private static boolean isListed(Group group, Predicate<Route> routes) {
        return routes.test(group.route) && (!group.route.isEscalation() || group.flushed);
    }

    /** Returns the receivers of the listed groups that an alert is in. */
    private List<String> receivers(HeldAlert alert, Predicate<Route> routes) {
        List<String> receivers = new ArrayList<>(1);
        engine.config().ifPresent(config -> config.tree().match(alert.labels()).forEach(route -> engine.groups()
                .find(route, alert)
                .filter(group -> isListed(group, routes) && group.members.contains(alert.fingerprint()))
                .ifPresent(group -> receivers.add(route.receiver()))));
        receivers.sort(null);
        return receivers;
    }

    /** Returns all silences. */
    public List<Silence> silences() {
        return read(() -> new ArrayList<>(engine.silences().values()));
    }

    /** Returns a silence. */
    public Optional<Silence> silence(String id) {
        return read(() -> Optional.ofNullable(engine.silences().get(id)));
    }

    /**
     * Returns the silences that mute, or those that acknowledge.
     *
     * @param effect which of them
     */
    public List<Silence> silences(Silence.Effect effect) {
        return silences().stream().filter(each -> each.effect() == effect).toList();
    }

    /** Returns what becomes of an alert and why; empty when it is not held. */
    public Optional<AlertTrace> trace(long fingerprint, Instant now) {
        return read(() -> Optional.ofNullable(engine.alerts().get(fingerprint))
                .filter(alert -> engine.config().isPresent())
                .map(alert -> new AlertTracer(engine, now).trace(alert)));
    }

    /** Returns the fingerprint of the alert of the platform's own whose page has an address that ends with an id. */
    public OptionalLong find(String id) {
        String end = '/' + id;
        return read(() -> engine.alerts().values().stream()
                .filter(each ->
                        each.content().isPresent() && each.generatorUrl().endsWith(end))
                .mapToLong(HeldAlert::fingerprint)
                .findFirst());
    }

    private AlertStatus status(HeldAlert alert, List<String> receivers, List<String> mutedBy, Instant now) {
        OptionalLong source = engine.muting().inhibitedBy(alert, now);
        return new AlertStatus(
                alert,
                receivers,
                engine.muting().silencedBy(alert.labels(), now),
                source.isPresent() ? List.of(LabelSet.hex(source.getAsLong())) : List.of(),
                alert.damping().isSnoozed(now) ? withSnooze(mutedBy) : mutedBy);
    }

    private static List<String> withSnooze(List<String> mutedBy) {
        List<String> names = new ArrayList<>(mutedBy);
        names.add(SNOOZE);
        return names;
    }

    private List<String> receivers(HeldAlert alert) {
        return engine.config()
                .map(config -> config.route().match(alert.labels()).stream()
                        .map(Route::receiver)
                        .toList())
                .orElse(List.of());
    }

    private <T> T read(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
