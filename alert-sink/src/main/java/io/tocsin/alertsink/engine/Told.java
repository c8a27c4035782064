package io.tocsin.alertsink.engine;

import java.time.Instant;
import java.util.Set;

/**
 * What an integration was told of a group: an entry of the notification log. Immutable.
 *
 * @param bornAt when the entry was made; part of delivery ids, so that they are not used again after it was forgotten
 * @param sequence number of the notification, from 1
 * @param at when it was told last
 * @param firing hashes of the alerts it was told to be firing
 * @param resolved hashes of the alerts it was told to be resolved
 * @param keepUntil until when the entry is remembered
 */
public record Told(Instant bornAt, long sequence, Instant at, Set<Long> firing, Set<Long> resolved, Instant keepUntil) {

    public Told {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
    }

    /** Returns the entry with other hashes of what it was told to be firing. */
    Told knowing(Set<Long> otherFiring) {
        return new Told(bornAt, sequence, at, otherFiring, resolved, keepUntil);
    }
}
