package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        LabelSet labels = alert.groupLabels(route);
        Optional<Group> group = engine.groups().find(route, alert);
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
        Optional<Told> told = engine.log().entry(integration, route.groupKey(alert.groupLabels(route)));
        long hash = NotificationLog.hash(alert, route);
        boolean knowsFiring =
                told.map(each -> Standing.knows(each.firing(), hash)).orElse(false);
        boolean knowsResolved = told.map(each -> each.resolved().contains(hash)).orElse(false);
        Optional<String> obstacle = obstacle(alert, route, group, integration, knowsFiring);
        boolean tells = false;
        String why = obstacle.orElse("");
        if (obstacle.isEmpty()) {
            Standing.Decision decision = decision(route, group.orElseThrow(), told, integration);
            tells = decision.reason().isPresent() && decision.alerts().contains(alert);
            why = tells ? decision.reason().get() : nothingNew(alert, route, told, knowsFiring);
        }
        return new AlertTrace.Telling(integration.channel(), told, knowsFiring, knowsResolved, tells, why);
    }

    /** What keeps an alert from being told, whatever was told before. */
    private Optional<String> obstacle(
            HeldAlert alert, Route route, Optional<Group> group, IntegrationConfig integration, boolean knowsFiring) {
        List<String> silences = engine.muting().silencedBy(alert.labels(), now);
        Optional<HeldAlert> inhibitor = inhibitor(alert);
        List<String> closed = engine.muting().closedBy(route, now);
        if (alert.damping().isSnoozed(now) && !(alert.isResolved(now) && knowsFiring)) {
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

    private Standing.Decision decision(Route route, Group group, Optional<Told> told, IntegrationConfig integration) {
        List<HeldAlert> members = new ArrayList<>();
        group.members.forEach(each -> members.add(engine.alerts().get(each)));
        members.sort(HeldAlert.ORDER);
        return Standing.of(route, members, engine.muting(), now, reason -> {}).decide(told, integration);
    }

    private String nothingNew(HeldAlert alert, Route route, Optional<Told> told, boolean knowsFiring) {
        if (told.isEmpty()) {
            return alert.isResolved(now) ? "it was over before anybody was told" : "its group has not been told yet";
        }
        if (!knowsFiring || alert.isResolved(now)) {
            return "nothing is new since " + told.get().at();
        }
        String since = "told at " + told.get().at() + " already; ";
        return engine.muting()
                .acknowledgedBy(alert, now)
                .map(by -> since + "acknowledged by " + by + ", so it is not repeated until that ends")
                .orElseGet(
                        () -> since + "it is repeated after " + told.get().at().plus(route.repeatInterval()));
    }
}
