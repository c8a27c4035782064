package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * A person's wish about an alert of a source. Immutable.
 *
 * @param id identity; the same id twice acts once, as long as it is among the latest that the source remembers
 * @param fingerprint alert that it is about, 16 hex digits; for {@link Kind#TEST} the one that the test alert gets
 * @param kind what to do
 * @param actor who asks
 * @param comment why, or null
 * @param severity severity of a test alert; not used otherwise
 * @param title title of a test alert, or null for a default
 * @param description description of a test alert, or null for a default
 * @param until when an acknowledgement or a snooze ends by itself: stream time in epoch milliseconds; {@link
 *     AlertView#NEVER} when it does not
 * @param assignee who shall take care of it; null for nobody
 */
public record AlertOrder(
        String id,
        String fingerprint,
        Kind kind,
        String actor,
        String comment,
        Severity severity,
        String title,
        String description,
        long until,
        String assignee) {

    /** What an order asks for. */
    public enum Kind {
        /** Nothing; kept so that every value on the wire has a meaning. */
        NONE,
        /** Say that somebody knows, until a time or until it is over; anew, when that was said already. */
        ACKNOWLEDGE,
        /** Take that back. */
        UNACKNOWLEDGE,
        /** Declare it over; it does not fire again before its condition has cleared once. */
        RESOLVE,
        /** Raise a test alert that fires at once and resolves by itself. */
        TEST,
        /** Say who takes care of it. */
        ASSIGN,
        /** Say something about it; also when it is over. */
        COMMENT,
        /** Tell nobody of it until a time, over all occurrences until then. */
        SNOOZE,
        /** Take that back. */
        UNSNOOZE
    }

    public AlertOrder {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(severity, "severity");
    }
}
