package io.tocsin.schemas.deadletter;

/** Why a record went to the dead letters; the header {@link DeadLetterHeaders#REASON} carries the lower-case name. */
public enum DeadLetterReason {
    /** The record has no key. */
    NULL_KEY,
    /** The key is no SourceKey. */
    INVALID_KEY,
    /** The key names another source than the value. */
    KEY_MISMATCH,
    /** The record has no value. */
    NULL_VALUE,
    /** The value is shorter than the head of the wire format. */
    TOO_SHORT,
    /** The first byte is not zero. */
    WRONG_MAGIC_BYTE,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** The writer's schema is of another record, or cannot be resolved to ours. */
    WRONG_SCHEMA,
    /** The bytes are not what the writer's schema says. */
    MALFORMED,
    /** A value is not allowed: not a number, too many entries, too long. */
    INVALID_VALUE,
    /** What follows from the record is larger than Kafka takes. */
    OUTPUT_TOO_LARGE,
    /** Processing failed unexpectedly. */
    PROCESSING_FAILED
}
