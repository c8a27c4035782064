package io.tocsin.processor.core.model;

/** What a step in the life of an alert is. The names are those of the records. */
public enum AlertStepKind {
    /** What rules and time do: the state changes. */
    STATE,
    /** Somebody said that they know, or said it anew. */
    ACKNOWLEDGED,
    /** That was taken back. */
    UNACKNOWLEDGED,
    /** Somebody takes care of it from now on, or nobody does. */
    ASSIGNED,
    /** Something was said about it. */
    COMMENTED,
    /** Nobody shall be told of it for a while. */
    SNOOZED,
    /** That was taken back. */
    UNSNOOZED,
    /** A person declared it over. */
    RESOLVED,
    /** It was raised to test the way of an alert. */
    TESTED,
    /** The time of an acknowledgement was over. */
    ACKNOWLEDGEMENT_ENDED,
    /** The time of a snooze was over. */
    SNOOZE_ENDED,
    /** It fired once more than it should within the window: it is kept open from now on until it is stable. */
    FLAPPING_BEGAN,
    /** It has been stable for long enough. */
    FLAPPING_ENDED,
    /** It became part of an incident, or of another one. */
    JOINED
}
