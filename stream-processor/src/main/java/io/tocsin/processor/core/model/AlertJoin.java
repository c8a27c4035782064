package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * Word of an environment for one of its sources: an alert belongs to an incident. Taking it twice does no more than once.
 * Immutable.
 *
 * @param source name of the source
 * @param fingerprint id of the alert
 * @param startsAt when the occurrence began that is meant: stream time in epoch milliseconds
 * @param incident id of the incident
 */
public record AlertJoin(String source, String fingerprint, long startsAt, String incident) {

    public AlertJoin {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(incident, "incident");
    }
}
