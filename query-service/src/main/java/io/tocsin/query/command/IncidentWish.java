package io.tocsin.query.command;

import io.tocsin.schemas.IncidentAction;
import java.util.List;
import java.util.Objects;

/**
 * What somebody asks of an incident. Immutable.
 *
 * @param action what to do
 * @param actor who asks
 * @param key by which the client recognises its request when it sends it again; null for none
 * @param text why, or the note; null for none
 * @param owner who has it from now on; null for nobody
 * @param other incident that becomes a part of it, or null
 * @param members fingerprints of alerts and ids of patterns that are split off
 */
public record IncidentWish(
        IncidentAction action,
        String actor,
        String key,
        String text,
        String owner,
        String other,
        List<String> members) {

    public IncidentWish {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(actor, "actor");
        members = List.copyOf(members);
    }

    /** Returns a wish that needs no more than a reason. */
    public static IncidentWish of(IncidentAction action, String actor, String key, String text) {
        return new IncidentWish(action, actor, key, text, null, null, List.of());
    }
}
