package io.tocsin.processor.core.rule;

/** What a rule says of a source. */
public enum RuleVerdict {
    /** The rule is kept. */
    OK,
    /** The rule is broken. */
    BREACH,
    /** There are too few samples to say. */
    NO_DATA,
    /** The rule could not be worked out: a defect of the rule, never a sign of health. */
    INVALID
}
