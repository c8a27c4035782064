package io.tocsin.processor.core.pattern;

import java.util.List;

/** Looks for one pattern. Deterministic; what it remembers is written and read by the {@link EnvironmentFold}. */
interface Detector {

    /**
     * Returns what it thinks of each group of sources that shows any sign of the pattern, also if the pattern does not
     * hold.
     *
     * @param now stream time: epoch milliseconds
     */
    List<Assessment> assess(Fleet fleet, long now);
}
