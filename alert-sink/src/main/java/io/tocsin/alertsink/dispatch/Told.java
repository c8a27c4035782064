package io.tocsin.alertsink.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * What a receiver believes of a group. Immutable.
 *
 * @param ever whether it was told anything yet
 * @param firing episode by fingerprint of the alerts that it believes to be firing
 * @param resolved episode by fingerprint of the alerts that it knows to be resolved
 */
record Told(boolean ever, Map<String, Long> firing, Map<String, Long> resolved) {

    static final Told NOTHING = new Told(false, Map.of(), Map.of());

    Told {
        firing = Map.copyOf(firing);
        resolved = Map.copyOf(resolved);
    }

    /**
     * Returns what it believes after a decision. A resolution is taken note of even when the receiver does not want to
     * hear of it; an alert that it was never told of leaves no trace.
     *
     * @param now the group as it was when the decision was made
     * @param notified whether it was told
     */
    Told after(GroupSnapshot now, boolean notified) {
        Map<String, Long> firingAfter = new HashMap<>(firing);
        Map<String, Long> resolvedAfter = new HashMap<>(resolved);
        now.resolved().forEach((fingerprint, episode) -> {
            if (firingAfter.remove(fingerprint) != null) {
                resolvedAfter.put(fingerprint, episode);
            }
        });
        if (notified) {
            firingAfter.putAll(now.firing());
            resolvedAfter.keySet().removeAll(now.firing().keySet());
        }
        return new Told(ever || notified, firingAfter, resolvedAfter);
    }
}
