package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows an alert through the engine as it stands, and changes nothing. Used while the engine is locked. */
final class AlertTracer {

    private final AlertEngine engine;
    private final AlertmanagerConfig config;
    private final Instant now;

    AlertTracer(AlertEngine engine, Instant now) {
        this.engine = engine;
        this.now = now;
        config = engine.config().orElseThrow();
    }

    AlertTrace trace(HeldAlert alert) {
        List<AlertTrace.Stop> stops = new ArrayList<>();
        config.tree().paths(alert.labels()).forEach(path -> stops.add(stop(alert, path)));
        config.tree().match(alert.labels()).stream()
                .filter(Route::isEscalation)
                .forEach(step -> stops.add(stop(alert, List.of(step))));
        return new AlertTrace(
                alert,
                engine.muting().silencedBy(alert.labels(), now).stream()
                        .map(engine.silences()::get)
                        .toList(),
                inhibitor(alert),
                engine.muting().acknowledgedBy(alert, now),
                stops);
    }

    private Optional<HeldAlert> inhibitor(HeldAlert alert) {
        return engine.muting().inhibitedBy(alert, now).stream()
                .mapToObj(engine.alerts()::get)
                .findFirst();
    }

    private AlertTrace.Stop stop(HeldAlert alert, List<Route> path) {
        Route route = path.get(path.size() - 1);
        LabelSet labels = route.groupLabels(alert.labels());
        Optional<Group> group = engine.groups().find(route, alert.labels());
        List<AlertTrace.Telling> tellings = new ArrayList<>();
        for (IntegrationConfig each :
                config.receiver(route.receiver()).orElseThrow().integrations()) {
            tellings.add(telling(alert, route, group, each));
        }
        return new AlertTrace.Stop(
                path,
                labels,
                route.groupKey(labels),
                group.map(each -> each.members.contains(alert.fingerprint())).orElse(false),
                group.map(each -> each.due),
                group.map(each -> each.flushed).orElse(false),
                engine.muting().closedBy(route, now),
                tellings);
    }

    private AlertTrace.Telling telling(
            HeldAlert alert, Route route, Optional<Group> group, IntegrationConfig integration) {
        Optional<Told> told = engine.log().entry(integration, route.groupKey(route.groupLabels(alert.labels())));
        long hash = NotificationLog.hash(alert, route);
        boolean knowsFiring = told.map(each -> each.firing().contains(hash)).orElse(false);
        boolean knowsResolved = told.map(each -> each.resolved().contains(hash)).orElse(false);
        Optional<String> obstacle = obstacle(alert, route, group, integration);
        Optional<String> reason =
                obstacle.isPresent() ? Optional.empty() : reason(route, group.orElseThrow(), told, integration);
        String why = obstacle.or(() -> reason).orElseGet(() -> nothingNew(alert, route, told, knowsFiring));
        return new AlertTrace.Telling(integration.channel(), told, knowsFiring, knowsResolved, reason.isPresent(), why);
    }

    /** What keeps an alert from being told, whatever was told before. */
    private Optional<String> obstacle(
            HeldAlert alert, Route route, Optional<Group> group, IntegrationConfig integration) {
        List<String> silences = engine.muting().silencedBy(alert.labels(), now);
        Optional<HeldAlert> inhibitor = inhibitor(alert);
        List<String> closed = engine.muting().closedBy(route, now);
        if (alert.damping().isSnoozed(now)) {
            return Optional.of("snoozed until " + alert.damping().snoozedUntil().orElseThrow());
        }
        if (inhibitor.isPresent()) {
            return Optional.of("inhibited by alert " + inhibitor.get().id());
        }
        if (!closed.isEmpty()) {
            return Optional.of("muted by time intervals " + String.join(", ", closed));
        }
        if (!silences.isEmpty()) {
            return Optional.of("silenced by " + String.join(", ", silences));
        }
        if (alert.isResolved(now) && !integration.sendResolved()) {
            return Optional.of("it is over, and the receiver does not want to hear of that");
        }
        if (group.isEmpty() || !group.get().members.contains(alert.fingerprint())) {
            return Optional.of("it is over, and its group has let go of it");
        }
        if (route.isEscalation() && !alert.isResolved(now)) {
            Optional<String> by = engine.muting().acknowledgedBy(alert, now);
            if (by.isPresent()) {
                return Optional.of("acknowledged by " + by.get());
            }
        }
        return group.get().due.isAfter(now) && !group.get().flushed
                ? Optional.of("its group waits until " + group.get().due)
                : Optional.empty();
    }

    private Optional<String> reason(Route route, Group group, Optional<Told> told, IntegrationConfig integration) {
        Set<Long> firing = new HashSet<>();
        Set<Long> resolved = new HashSet<>();
        List<HeldAlert> members = new ArrayList<>();
        group.members.forEach(each -> members.add(engine.alerts().get(each)));
        for (HeldAlert each : engine.muting().tellable(route, members, now, reason -> {})) {
            NotificationLog.add(each, route, now, firing, resolved);
        }
        return NotifyRule.reason(
                told, firing, resolved, integration.sendResolved(), route.digest(), route.repeatInterval(), now);
    }

    private String nothingNew(HeldAlert alert, Route route, Optional<Told> told, boolean knowsFiring) {
        if (told.isEmpty()) {
            return alert.isResolved(now) ? "it was over before anybody was told" : "its group has not been told yet";
        }
        return knowsFiring && !alert.isResolved(now)
                ? "told at " + told.get().at() + " already; it is repeated after "
                        + told.get().at().plus(route.repeatInterval())
                : "nothing is new since " + told.get().at();
    }
}
