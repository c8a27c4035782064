package io.tocsin.processor.core.pattern;

import java.util.Objects;

/**
 * How much work one member of a group of equals has got. Immutable.
 *
 * @param group group whose members should share the work: the service
 * @param source name of the source
 * @param at latest record of the source: stream time in epoch milliseconds
 * @param operations operations and served requests counted so far
 * @param gauge latest mean of a metric of load, or NaN when the source reports none
 * @param cpu latest mean of the CPU usage in percent, or NaN
 */
public record LoadSample(String group, String source, long at, long operations, double gauge, double cpu) {

    public LoadSample {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
    }
}
