package io.tocsin.processor.core.pattern;

import java.util.Objects;

/**
 * One thing that is wrong at a source now. Times are stream time in epoch milliseconds. Immutable.
 *
 * @param kind what is wrong
 * @param subject target or metric that it is about, or null
 * @param since when it began
 * @param intact when all was well for the last time before that, as far as that was seen: what began may have begun at any
 *     time from then on; {@code since} when it was seen beginning
 * @param strength how bad it is; see the kind for the unit
 * @param usual what the strength used to be, or NaN when that is not known
 * @param count failures, lines, late beats or samples since it began
 * @param meaning what the error texts mostly speak of
 * @param share share of the counted ones that speak of the meaning, in [0,1]
 * @param latest when it was seen last
 */
public record Signal(
        SignalKind kind,
        String subject,
        long since,
        long intact,
        double strength,
        double usual,
        long count,
        FailureClass meaning,
        double share,
        long latest) {

    public Signal {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(meaning, "meaning");
    }
}
