package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.TimeInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What keeps an alert from being told at a moment: inhibition, silences, time intervals, a snooze, and of a step of an
 * escalation that somebody has acknowledged. Looks at the engine's alerts and silences; not thread-safe.
 */
final class Muting {

    private final Map<Long, HeldAlert> alerts;
    private final Map<String, Silence> silences;
    private Inhibition inhibition = new Inhibition(List.of());
    private Map<String, List<TimeInterval>> intervals = Map.of();

    Muting(Map<Long, HeldAlert> alerts, Map<String, Silence> silences) {
        this.alerts = alerts;
        this.silences = silences;
    }

    /** Goes by a configuration from now on. */
    void adopt(AlertmanagerConfig config) {
        intervals = config.intervals();
        inhibition = new Inhibition(config.inhibitRules());
        alerts.values().forEach(inhibition::add);
    }

    /** Takes a new alert into account. */
    void add(HeldAlert alert) {
        inhibition.add(alert);
    }

    /** Forgets an alert. */
    void remove(HeldAlert alert) {
        inhibition.remove(alert);
    }

    /**
     * Returns those of the alerts of a route that may be told at a moment. What is snoozed and over is among them: whether
     * anybody has to hear of its end depends on what they know.
     */
    List<HeldAlert> tellable(Route route, List<HeldAlert> members, Instant now) {
        List<HeldAlert> told = new ArrayList<>(members.size());
        if (closedBy(route, now).isEmpty()) {
            for (HeldAlert each : members) {
                if ((!each.damping().isSnoozed(now) || each.isResolved(now))
                        && inhibitedBy(each, now).isEmpty()
                        && silencedBy(each.labels(), now).isEmpty()
                        && (!route.isEscalation() || each.isResolved(now) || escalates(each, route, now))) {
                    told.add(each);
                }
            }
        }
        return told;
    }

    /** Returns whether nobody has acknowledged an alert although it fires for long enough. */
    private boolean escalates(HeldAlert alert, Route step, Instant now) {
        return !alert.startsAt().plus(step.groupWait()).isAfter(now)
                && acknowledgedBy(alert, now).isEmpty();
    }

    /** Returns when an alert of a step will have fired for long enough; the end of time when there is none. */
    static Instant nextEscalation(Route route, List<HeldAlert> members, Instant now) {
        Instant next = Instant.MAX;
        if (route.isEscalation()) {
            for (HeldAlert each : members) {
                Instant at = each.startsAt().plus(route.groupWait());
                if (!each.isResolved(now) && at.isAfter(now) && at.isBefore(next)) {
                    next = at;
                }
            }
        }
        return next;
    }

    /** Returns who acknowledged an alert; empty when nobody did. */
    Optional<String> acknowledgedBy(HeldAlert alert, Instant now) {
        String own = alert.annotations().get(HeldAlert.ACKNOWLEDGED_BY);
        return own != null && alert.content().isPresent()
                ? Optional.of(own)
                : silences.values().stream()
                        .filter(each -> each.acknowledges(alert, now))
                        .map(Silence::createdBy)
                        .findFirst();
    }

    /** Returns the names of the intervals because of which a route tells nothing. */
    List<String> closedBy(Route route, Instant now) {
        List<String> active = route.activeTimes();
        boolean isActive = active.isEmpty()
                || active.stream().anyMatch(each -> TimeInterval.anyContains(intervals.get(each), now));
        if (!isActive) {
            return active;
        }
        return route.muteTimes().stream()
                .filter(each -> TimeInterval.anyContains(intervals.get(each), now))
                .toList();
    }

    /** Returns the fingerprint of an alert that mutes another one. */
    OptionalLong inhibitedBy(HeldAlert alert, Instant now) {
        return inhibition.mutedBy(alert.labels(), now, alerts::get);
    }

    /** Returns the ids of the silences that mute alerts with these labels. */
    List<String> silencedBy(LabelSet labels, Instant now) {
        List<String> ids = List.of();
        for (Silence each : silences.values()) {
            if (each.mutes(labels, now)) {
                ids = ids.isEmpty() ? new ArrayList<>() : ids;
                ids.add(each.id());
            }
        }
        return ids;
    }
}
