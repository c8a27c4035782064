package io.tocsin.service.health;

/**
 * One condition of being ready for work. Every bean of this type is asked at each {@code GET /readyz}; implementations answer
 * from what they know already, within microseconds, on any thread.
 */
public interface ReadinessCheck {

    /** A short stable name, such as {@code kafka} or {@code streams}. */
    String name();

    /** Whether the condition holds now. */
    boolean ready();

    /** The present state in a few words, for people; without secrets. */
    String detail();
}
