package io.tocsin.processor.core.incident;

import java.util.Objects;

/**
 * What a person wrote down about an incident. Immutable.
 *
 * @param at stream time: epoch milliseconds
 * @param author who wrote it
 * @param text what they wrote
 */
public record IncidentNote(long at, String author, String text) {

    public IncidentNote {
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(text, "text");
    }
}
