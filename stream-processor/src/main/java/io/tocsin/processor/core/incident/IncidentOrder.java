package io.tocsin.processor.core.incident;

import java.util.List;
import java.util.Objects;

/**
 * A person's wish about an incident. Immutable.
 *
 * @param id identity; the same id twice acts once, as long as it is among the latest that the environment remembers
 * @param incident incident that it is about
 * @param kind what to do
 * @param actor who asks
 * @param text why, or the note; null for none
 * @param owner who has it from now on; null for nobody. Only for {@link Kind#ASSIGN}
 * @param other incident that becomes a part of this one. Only for {@link Kind#MERGE}
 * @param members fingerprints of alerts and ids of patterns that become an incident of their own. Only for
 *     {@link Kind#SPLIT}
 */
public record IncidentOrder(
        String id,
        String incident,
        Kind kind,
        String actor,
        String text,
        String owner,
        String other,
        List<String> members) {

    /** What an order asks for. */
    public enum Kind {
        /** Nothing; kept so that every value on the wire has a meaning. */
        NONE,
        /** Say that somebody knows. */
        ACKNOWLEDGE,
        /** Take that back. */
        UNACKNOWLEDGE,
        /** Declare it over; what happens later is another incident. */
        RESOLVE,
        /** Say that it goes on after all; it stays open until a person resolves it. */
        REOPEN,
        /** Give it to somebody, or to nobody. */
        ASSIGN,
        /** Write something down. */
        NOTE,
        /** Make another incident a part of it. */
        MERGE,
        /** Make some of its members an incident of their own. */
        SPLIT
    }

    public IncidentOrder {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(incident, "incident");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(actor, "actor");
        members = List.copyOf(members);
    }
}
