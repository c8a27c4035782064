package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.NotificationLogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weighs a transition against what each of its destinations was told last, and says what to write. Reads only, so a
 * failure leaves nothing half done. Thread-safe as its routing plan is.
 */
final class Dispatch {

    private final RoutingPlan plan;

    Dispatch(RoutingPlan plan) {
        this.plan = plan;
    }

    /**
     * What follows for one destination.
     *
     * @param key key of the group in the notification log and of its deliveries
     * @param entry what the log says from now on
     * @param delivery what the destination is told; empty when it is not
     */
    record Consequence(String key, NotificationLogEntry entry, Optional<Delivery> delivery) {}

    /**
     * Weighs a transition.
     *
     * @param log reads the notification log by key; null where nothing is known
     * @return consequences by destination; a destination for which the transition is a repeat has none
     */
    List<Consequence> weigh(AlertTransition transition, Function<String, NotificationLogEntry> log) {
        List<Consequence> consequences = new ArrayList<>();
        for (Destination destination : plan.destinations(transition.getAlert())) {
            NotificationLogEntry entry = log.apply(destination.key());
            if (entry == null || !isRepeat(entry, transition)) {
                consequences.add(weigh(transition, destination, entry));
            }
        }
        return consequences;
    }

    /**
     * Returns whether a transition was taken into account already: it is the latest one, or neither its number nor its
     * time lies beyond the latest one. A number that is lower at a later time is no repeat but a processor that began to
     * count again.
     */
    static boolean isRepeat(NotificationLogEntry entry, AlertTransition transition) {
        if (transition.getId().equals(entry.getLastTransition())) {
            return true;
        }
        Alert alert = transition.getAlert();
        boolean later = alert.getEpisode() > entry.getLastEpisode()
                || alert.getEpisode() == entry.getLastEpisode() && alert.getTransitions() > entry.getLastStep();
        return !later && transition.getAt() <= entry.getLastAt();
    }

    private static Consequence weigh(AlertTransition transition, Destination destination, NotificationLogEntry entry) {
        Told told = entry == null
                ? Told.NOTHING
                : new Told(entry.getToldAt() != null, entry.getFiring(), entry.getResolved());
        long sequence = entry == null ? 0 : entry.getSequence();
        Long toldAt = entry == null ? null : entry.getToldAt();
        Optional<Delivery> delivery = Optional.empty();
        if (GroupSnapshot.isNews(transition.getTo())) {
            GroupSnapshot now = GroupSnapshot.of(transition.getAlert());
            NotifyDecision.Verdict verdict = NotifyDecision.decide(told, now, destination.sendResolved());
            if (verdict.tell()) {
                sequence++;
                toldAt = transition.getAt();
                delivery = Optional.of(Intents.of(transition, destination, verdict, sequence));
            }
            told = told.after(now, verdict.tell());
        }
        return new Consequence(destination.key(), entryAfter(transition, told, sequence, toldAt), delivery);
    }

    private static NotificationLogEntry entryAfter(AlertTransition transition, Told told, long sequence, Long toldAt) {
        return NotificationLogEntry.newBuilder()
                .setSequence(sequence)
                .setToldAt(toldAt)
                .setFiring(told.firing())
                .setResolved(told.resolved())
                .setLastTransition(transition.getId())
                .setLastEpisode(transition.getAlert().getEpisode())
                .setLastStep(transition.getAlert().getTransitions())
                .setLastAt(transition.getAt())
                .setLastState(transition.getTo())
                .build();
    }
}
