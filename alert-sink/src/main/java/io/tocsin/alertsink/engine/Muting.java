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
import java.util.function.Consumer;

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
     *
     * @param suppressed is told of each other one why it may not
     */
    List<HeldAlert> tellable(Route route, List<HeldAlert> members, Instant now, Consumer<MuteReason> suppressed) {
        List<HeldAlert> told = new ArrayList<>(members.size());
        Optional<MuteReason> closed = closed(route, now);
        for (HeldAlert each : members) {
            Optional<MuteReason> reason = reason(each, closed, now);
            if (reason.isPresent()) {
                suppressed.accept(reason.get());
            } else if (!route.isEscalation() || each.isResolved(now) || escalates(each, route, now)) {
                told.add(each);
            }
        }
        return told;
    }

    private Optional<MuteReason> reason(HeldAlert alert, Optional<MuteReason> closed, Instant now) {
        if (alert.damping().isSnoozed(now) && !alert.isResolved(now)) {
            return Optional.of(MuteReason.SNOOZE);
        }
        if (inhibitedBy(alert, now).isPresent()) {
            return Optional.of(MuteReason.INHIBITION);
        }
        if (closed.isPresent()) {
            return closed;
        }
        return silencedBy(alert.labels(), now).isEmpty() ? Optional.empty() : Optional.of(MuteReason.SILENCE);
    }

    private Optional<MuteReason> closed(Route route, Instant now) {
        if (!isActive(route, now)) {
            return Optional.of(MuteReason.ACTIVE_TIME_INTERVAL);
        }
        return closedBy(route, now).isEmpty() ? Optional.empty() : Optional.of(MuteReason.MUTE_TIME_INTERVAL);
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
        if (!isActive(route, now)) {
            return route.activeTimes();
        }
        return route.muteTimes().stream()
                .filter(each -> TimeInterval.anyContains(intervals.get(each), now))
                .toList();
    }

    private boolean isActive(Route route, Instant now) {
        List<String> active = route.activeTimes();
        return active.isEmpty() || active.stream().anyMatch(each -> TimeInterval.anyContains(intervals.get(each), now));
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
