package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the alerts of a group stand at a moment, and what follows for whoever is to be told of them. To Alertmanager's decision
 * ({@link NotifyRule}) it adds what people said of alerts:
 *
 * <ul>
 *   <li>What somebody has acknowledged is not repeated, nor is it told that it flaps. It is left out when others of its group
 *       are repeated; when something is new, the whole group is told as ever.
 *   <li>What is snoozed is not told while it fires. That it is over is told to those who know of it. When its snooze ends
 *       while it fires, that is news.
 * </ul>
 *
 * Immutable but for what it looks at; used on the engine's thread, or while the engine is locked.
 */
final class Standing {

    private static final long ASLEEP = 0x9E3779B97F4A7C15L;

    private final Route route;
    private final Muting muting;
    private final Instant now;
    private final List<HeldAlert> alerts;
    private final List<Long> snoozed = new ArrayList<>();

    private Standing(Route route, List<HeldAlert> alerts, Muting muting, Instant now) {
        this.route = route;
        this.muting = muting;
        this.now = now;
        this.alerts = alerts;
    }

    /**
     * Looks at a group.
     *
     * @param members its alerts in the order in which they are told
     * @param suppressed is told of each alert that may not be told, why
     */
    static Standing of(
            Route route, List<HeldAlert> members, Muting muting, Instant now, Consumer<MuteReason> suppressed) {
        Standing standing = new Standing(route, muting.tellable(route, members, now, suppressed), muting, now);
        for (HeldAlert each : members) {
            if (each.damping().isSnoozed(now) && !each.isResolved(now)) {
                standing.snoozed.add(NotificationLog.hash(each, route));
            }
        }
        return standing;
    }

    /** Returns whether there is nothing to be told, nor to be noted, whatever was told before. */
    boolean isNothing() {
        return alerts.isEmpty() && snoozed.isEmpty();
    }

    /**
     * What an integration is told. Immutable.
     *
     * @param reason why it is told; empty when it is not
     * @param firing what the log is to say that it knows to be firing, whether it is told or not
     * @param resolved what it then knows to be over, if it is told
     * @param alerts of what it is told, or would be; what is over is among it whether it wants to hear of that or not
     */
    record Decision(Optional<String> reason, Set<Long> firing, Set<Long> resolved, List<HeldAlert> alerts) {}

    /** Decides what an integration is told, by what it was told last. */
    Decision decide(Optional<Told> told, IntegrationConfig integration) {
        Set<Long> known = told.map(Told::firing).orElse(Set.of());
        Set<Long> firing = new HashSet<>();
        Set<Long> resolved = new HashSet<>();
        List<HeldAlert> carried = new ArrayList<>(alerts.size());
        for (HeldAlert each : alerts) {
            long hash = NotificationLog.hash(each, route);
            if (!each.isResolved(now)) {
                carried.add(each);
                addFiring(each, hash, known, firing);
            } else if (!each.damping().isSnoozed(now) || knows(known, hash)) {
                carried.add(each);
                resolved.add(hash);
            }
        }
        Set<Long> asleep = new HashSet<>();
        Set<Long> awake = snoozed.isEmpty() ? known : new HashSet<>(known);
        for (long each : snoozed) {
            if (awake.remove(each) | awake.remove(asleep(each))) {
                asleep.add(asleep(each));
            }
        }
        Optional<Told> last = asleep.isEmpty() ? told : told.map(each -> each.knowing(awake));
        Optional<String> reason = carried.isEmpty()
                ? Optional.empty()
                : NotifyRule.reason(
                        last,
                        firing,
                        resolved,
                        integration.sendResolved(),
                        route.digest(),
                        route.repeatInterval(),
                        now);
        if (reason.isPresent() && reason.get().equals(NotifyRule.REPEAT)) {
            carried.removeIf(each -> !each.isResolved(now) && isAcknowledged(each));
            reason = reason.filter(why -> carried.stream().anyMatch(each -> !each.isResolved(now)));
        }
        if (reason.isPresent()) {
            firing.addAll(asleep);
            return new Decision(reason, firing, resolved, carried);
        }
        if (asleep.isEmpty()) {
            return new Decision(reason, known, resolved, carried);
        }
        awake.addAll(asleep);
        return new Decision(reason, awake, resolved, carried);
    }

    private void addFiring(HeldAlert alert, long hash, Set<Long> known, Set<Long> firing) {
        boolean asBefore = known.contains(asleep(hash)) && isAcknowledged(alert);
        firing.add(asBefore ? asleep(hash) : hash);
        if (alert.damping().flapping() && (known.contains(~hash) || !isAcknowledged(alert))) {
            // That it flaps is news once; that it does no more is none.
            firing.add(~hash);
        }
    }

    private boolean isAcknowledged(HeldAlert alert) {
        return muting.acknowledgedBy(alert, now).isPresent();
    }

    /** Returns whether somebody who was told hashes knows that an alert fires, snoozed since or not. */
    static boolean knows(Set<Long> firing, long hash) {
        return firing.contains(hash) || firing.contains(asleep(hash));
    }

    /** What stands in the log for an alert that is known to fire and was snoozed then. */
    private static long asleep(long hash) {
        return Long.rotateLeft(hash, 32) ^ ASLEEP;
    }
}
