package io.tocsin.processor.core.source;

/** Looks at a single event for something that is wrong with it. Must not keep what it is given. */
@FunctionalInterface
interface RecordCheck {

    /** Reports what it finds. */
    void check(Observation o, RecordFacts facts, Findings findings);

    /** Takes what a check found. */
    @FunctionalInterface
    interface Findings {
        /**
         * Takes a finding.
         *
         * @param ruleId rule that is broken
         * @param detail what was found, in words, without values of the record
         */
        void report(String ruleId, String detail);
    }
}
