package io.tocsin.processor.backtest;

/**
 * One time that a rule would have fired. Immutable; times are append times in epoch milliseconds.
 *
 * @param environment environment of the source
 * @param source name of the source
 * @param metric metric that it is about, or null
 * @param severity severity of the alert
 * @param brokenAt when the rule was broken
 * @param firedAt when the alert would have fired
 * @param endedAt when it would have been resolved; {@link Long#MAX_VALUE} when it was not within the stretch
 * @param text what was seen, in words
 */
public record Episode(
        String environment,
        String source,
        String metric,
        String severity,
        long brokenAt,
        long firedAt,
        long endedAt,
        String text) {

    boolean isOpen() {
        return endedAt == Long.MAX_VALUE;
    }

    Episode endedAt(long time) {
        return new Episode(environment, source, metric, severity, brokenAt, firedAt, time, text);
    }
}
