package io.tocsin.processor.core.pattern;

/**
 * A step in the life of a pattern. Immutable.
 *
 * @param step what happened
 * @param at stream time: epoch milliseconds
 * @param pattern the pattern after it
 */
public record PatternChange(Step step, long at, PatternView pattern) {

    /** What happened. */
    public enum Step {
        /** It has been recognised. */
        STARTED,
        /** Its sources or its origin are others now. */
        CHANGED,
        /** It is over. */
        ENDED
    }
}
