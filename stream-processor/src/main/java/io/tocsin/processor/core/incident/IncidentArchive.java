package io.tocsin.processor.core.incident;

/** Where incidents are kept in the form in which they were told last. */
@FunctionalInterface
public interface IncidentArchive {

    /** Keeps nothing. */
    IncidentArchive NONE = id -> null;

    /** Returns an incident as it was told or saved last, or null when it is not known (any more). */
    IncidentView find(String id);
}
