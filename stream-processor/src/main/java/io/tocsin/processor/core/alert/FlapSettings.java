package io.tocsin.processor.core.alert;

/**
 * When an alert flaps and how that is damped. A <em>turn</em> is that an alert begins to fire or ceases to, by its
 * condition and not by a person. An alert that fires flaps when it has turned at least {@code turns} times within the
 * window, this time included: the count of state changes in a window that Nagios calls flap detection, with plain counts
 * in place of weights. From then on it is kept open (recovering when its condition does not hold) until it has not
 * turned for {@code stableMs}, which is what Riemann's {@code stable} does: whoever is told of alerts is told once that
 * it flaps and once when it is over. Immutable; milliseconds of stream time.
 *
 * @param turns turns within the window with which it flaps, at most {@value FlapRecord#MOST}; 0 for never
 * @param windowMs length of the window
 * @param stableMs how long it must not have turned before it counts as stable
 */
public record FlapSettings(int turns, long windowMs, long stableMs) {

    /** Nothing ever flaps. */
    public static final FlapSettings NEVER = new FlapSettings(0, 1, 1);

    public FlapSettings {
        if (turns < 0 || turns > FlapRecord.MOST || windowMs < 1 || stableMs < 1) {
            throw new IllegalArgumentException(
                    turns + " turns within " + windowMs + " ms, stable after " + stableMs + " ms");
        }
    }
}
