package io.tocsin.alertsink.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest change of each of the platform's alerts, so that a change that comes again is recognised, long after the alert
 * was forgotten. Confined to the engine's thread.
 */
public final class Heard {

    /** Longer than the platform's changes are kept on Kafka, so that reading them again tells nobody anything. */
    static final Duration KEPT = Duration.ofDays(15);

    private final Map<Long, Change> latest;
    private final EngineChanges changes;

    Heard(Map<Long, Change> latest, EngineChanges changes) {
        this.latest = new HashMap<>(latest);
        this.changes = changes;
    }

    /**
     * Takes a change, unless it was taken before: then neither its number nor its time lies beyond the latest one. A number
     * that is lower at a later time is no repeat but a processor that began to count again.
     *
     * @return whether it was taken
     */
    boolean takes(long fingerprint, Origin origin) {
        Change known = latest.get(fingerprint);
        Change change = new Change(origin.asOf(), origin.episode(), origin.step());
        if (known != null && !change.isBeyond(known)) {
            return false;
        }
        latest.put(fingerprint, change);
        changes.heard(fingerprint, change);
        return true;
    }

    /** Forgets what is old. */
    void sweep(Instant now) {
        Instant before = now.minus(KEPT);
        List<Long> old = new ArrayList<>();
        latest.forEach((fingerprint, change) -> {
            if (change.asOf().isBefore(before)) {
                old.add(fingerprint);
            }
        });
        old.sort(null);
        for (long each : old) {
            latest.remove(each);
            changes.heardGone(each);
        }
    }

    /**
     * A change by its place in the order of an alert's changes. Immutable.
     *
     * @param asOf when it happened
     * @param episode number of the occurrence
     * @param step number in the occurrence
     */
    public record Change(Instant asOf, long episode, long step) {

        private boolean isBeyond(Change other) {
            return episode > other.episode || episode == other.episode && step > other.step || asOf.isAfter(other.asOf);
        }
    }
}
