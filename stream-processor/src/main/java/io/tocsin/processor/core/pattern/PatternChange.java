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
        /** Its sources are others now; its origin never is. */
        CHANGED,
        /** It is over, or goes on under another id, as its evidence says. */
        ENDED
    }
}
