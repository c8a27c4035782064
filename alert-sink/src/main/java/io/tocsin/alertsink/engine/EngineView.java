package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What can be asked of an engine while it is being fed. Thread-safe. Long answers are put together in portions, so that the
 * engine is not held up for long; each portion is as of its own moment.
 */
public final class EngineView {

    private static final int PORTION = 1_000;
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
     * A group with its alerts.
     *
     * @param labels labels of the group
     * @param receiver name of its receiver
     * @param routeLabels labels of its route
     * @param mutedBy names of the time intervals that mute it
     * @param alerts its alerts
     */
    public record GroupStatus(
            LabelSet labels,
            String receiver,
            Map<String, String> routeLabels,
            List<String> mutedBy,
            List<AlertStatus> alerts) {}

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

    /** Returns the alerts that are not over and satisfy a condition, by fingerprint. */
    public List<AlertStatus> alerts(Instant now, Predicate<AlertStatus> wanted) {
        List<HeldAlert> all = read(() -> new ArrayList<>(engine.alerts().values()));
        all.removeIf(each -> each.isResolved(now));
        List<AlertStatus> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            List<HeldAlert> portion = all.subList(from, Math.min(all.size(), from + PORTION));
            read(() -> {
                for (HeldAlert each : portion) {
                    AlertStatus status = status(each, receivers(each), List.of(), now);
                    if (wanted.test(status)) {
                        found.add(status);
                    }
                }
                return null;
            });
        }
        found.sort((left, right) ->
                Long.compareUnsigned(left.alert().fingerprint(), right.alert().fingerprint()));
        return found;
    }

    /** Returns the groups with their alerts that are not over and satisfy a condition; empty groups are left out. */
    public List<GroupStatus> groups(Instant now, Predicate<Route> routes, Predicate<AlertStatus> wanted) {
        List<GroupStatus> found = new ArrayList<>();
        List<Group> all = read(() -> new ArrayList<>(engine.groups().all()));
        for (int from = 0; from < all.size(); from += PORTION / 10) {
            List<Group> portion = all.subList(from, Math.min(all.size(), from + PORTION / 10));
            read(() -> {
                portion.stream()
                        .filter(group -> routes.test(group.route))
                        .filter(group -> !group.route.isEscalation() || group.flushed)
                        .forEach(group -> found.add(status(group, now, wanted)));
                return null;
            });
        }
        found.removeIf(each -> each.alerts().isEmpty());
        List<GroupStatus> complete = withAllReceivers(found);
        complete.sort(Comparator.comparing(GroupStatus::labels).thenComparing(GroupStatus::receiver));
        return complete;
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

    private GroupStatus status(Group group, Instant now, Predicate<AlertStatus> wanted) {
        List<String> mutedBy = engine.muting().closedBy(group.route, now);
        List<AlertStatus> alerts = new ArrayList<>();
        for (long each : group.members) {
            HeldAlert alert = engine.alerts().get(each);
            if (alert != null && !alert.isResolved(now)) {
                AlertStatus status = status(alert, List.of(group.route.receiver()), mutedBy, now);
                if (wanted.test(status)) {
                    alerts.add(status);
                }
            }
        }
        alerts.sort(Comparator.comparing(AlertStatus::alert, HeldAlert.ORDER));
        return new GroupStatus(group.labels, group.route.receiver(), group.route.labels(), mutedBy, alerts);
    }

    /** In the list of groups an alert names the receivers of all listed groups that it is in. */
    private static List<GroupStatus> withAllReceivers(List<GroupStatus> groups) {
        Map<Long, List<String>> receivers = new HashMap<>();
        groups.forEach(group -> group.alerts().forEach(each -> receivers
                .computeIfAbsent(each.alert().fingerprint(), key -> new ArrayList<>())
                .add(group.receiver())));
        receivers.values().forEach(each -> each.sort(null));
        List<GroupStatus> complete = new ArrayList<>(groups.size());
        for (GroupStatus group : groups) {
            List<AlertStatus> alerts = group.alerts().stream()
                    .map(each -> new AlertStatus(
                            each.alert(),
                            receivers.get(each.alert().fingerprint()),
                            each.silencedBy(),
                            each.inhibitedBy(),
                            each.mutedBy()))
                    .toList();
            complete.add(
                    new GroupStatus(group.labels(), group.receiver(), group.routeLabels(), group.mutedBy(), alerts));
        }
        return complete;
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
