package io.tocsin.processor.core.pattern;

import java.util.Objects;

/**
 * One thing that a pattern needs, and how much of it there is. Immutable.
 *
 * @param name what it is: {@code events}, {@code sources}, {@code failure_rate} ...
 * @param value how much there is, at least 0
 * @param threshold how much is needed, above 0
 */
public record Criterion(String name, double value, double threshold) {

    public Criterion {
        Objects.requireNonNull(name, "name");
    }

    /** Returns whether there is enough. */
    public boolean isMet() {
        return value >= threshold;
    }

    /** Returns how much of what is needed there is, in [0,1]. */
    public double progress() {
        return Math.max(0, Math.min(1, value / threshold));
    }
}
