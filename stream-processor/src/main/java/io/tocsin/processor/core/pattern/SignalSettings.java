package io.tocsin.processor.core.pattern;

/**
 * What a source is watched for. Immutable.
 *
 * @param resourceLimit percent from which a resource counts as nearly used up, in [50,100)
 * @param forgetMs how long trouble counts after it was seen last: milliseconds of stream time
 */
public record SignalSettings(double resourceLimit, long forgetMs) {

    public SignalSettings {
        if (!(resourceLimit >= 50 && resourceLimit < 100)) {
            throw new IllegalArgumentException("resource limit must not be " + resourceLimit);
        }
        if (forgetMs < 10_000 || forgetMs > 3_600_000) {
            throw new IllegalArgumentException("forget must not be " + forgetMs);
        }
    }

    /** Returns the settings that hold unless configured otherwise. */
    public static SignalSettings defaults() {
        return new SignalSettings(90, 180_000);
    }
}
