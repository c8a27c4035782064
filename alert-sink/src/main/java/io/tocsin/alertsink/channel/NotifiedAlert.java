package io.tocsin.alertsink.channel;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alert as a notification tells of it. Immutable.
 *
 * @param labels labels, sorted by name
 * @param annotations annotations, sorted by name
 * @param startsAt when it began
 * @param endsAt when it was resolved; empty while it fires
 * @param generatorUrl where it comes from, may be empty
 * @param fingerprint FNV-1a 64 of the labels, 16 hex digits
 */
public record NotifiedAlert(
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        Instant startsAt,
        Optional<Instant> endsAt,
        String generatorUrl,
        String fingerprint) {

    public NotifiedAlert {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Makes an alert of maps in any order. */
    public static NotifiedAlert of(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            Optional<Instant> endsAt,
            String generatorUrl,
            String fingerprint) {
        return new NotifiedAlert(
                new TreeMap<>(labels), new TreeMap<>(annotations), startsAt, endsAt, generatorUrl, fingerprint);
    }

    /** Returns {@code firing} or {@code resolved}. */
    public String status() {
        return endsAt.isPresent() ? "resolved" : "firing";
    }
}
