package io.tocsin.processor.core.alert;

/** What can happen to an alert. */
public enum AlertInput {
    /** Its condition holds, and the rule asks that it hold for some time before it fires. */
    CONDITION_MET,
    /** Its condition holds and has held for as long as the rule asks, which may be no time at all. */
    CONDITION_LASTED,
    /** Its condition has cleared just now; whether that lasts is not known. */
    CONDITION_CLEARED,
    /** Its condition has stayed cleared for as long as it takes to believe it. */
    RECOVERY_LASTED,
    /** A person says that they know. */
    ACKNOWLEDGE,
    /** A person takes that back. */
    UNACKNOWLEDGE,
    /** A person declares it over. */
    RESOLVE,
    /** The same condition is now reported by an alert of another severity. */
    SUPERSEDED
}
