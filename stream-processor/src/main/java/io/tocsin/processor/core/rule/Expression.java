package io.tocsin.processor.core.rule;

import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.SourceId;
import java.util.List;

/**
 * A condition in a language of its own, compiled. The language lies outside; this is what the fold needs of it.
 * Immutable, safe for any number of threads; what it costs is bounded by its compilation.
 */
public interface Expression {

    /** Returns the statistics that it reads, each once; their places are the indexes of {@link Statistics}. */
    List<Statistic> statistics();

    /**
     * Works it out.
     *
     * @return BREACH when it holds, OK when not, NO_DATA when a statistic that decides has no value
     * @throws RuntimeException when it cannot be worked out; its message says why
     */
    RuleVerdict evaluate(Statistics statistics, SourceId source, LabelSet labels);

    /** Returns what it was compiled from. */
    String text();

    /** The present values of the statistics that an expression named. */
    @FunctionalInterface
    interface Statistics {
        /** Returns the value of the statistic with an index; NaN when there is none. */
        double value(int index);
    }
}
