package io.tocsin.processor.core.alert;

import java.util.Objects;

/**
 * Times and bounds of an alert's life. Immutable; milliseconds of stream time.
 *
 * @param testMs how long a test alert fires
 * @param maxResolved resolved alerts that a source remembers
 * @param keepFiringMs how long an alert whose condition has cleared stays open at least, unless its rule says otherwise
 * @param flaps when an alert flaps
 */
public record AlertSettings(long testMs, int maxResolved, long keepFiringMs, FlapSettings flaps) {

    public AlertSettings {
        Objects.requireNonNull(flaps, "flaps");
        if (testMs < 1 || maxResolved < 0 || maxResolved > 1000 || keepFiringMs < 0) {
            throw new IllegalArgumentException("tests of " + testMs + " ms, " + maxResolved
                    + " resolved alerts, kept firing for " + keepFiringMs + " ms");
        }
    }

    /** Returns these settings with other rules of flapping. */
    public AlertSettings withFlaps(FlapSettings other) {
        return new AlertSettings(testMs, maxResolved, keepFiringMs, other);
    }

    /** Returns these settings with another time that alerts stay open. */
    public AlertSettings withKeepFiring(long otherMs) {
        return new AlertSettings(testMs, maxResolved, otherMs, flaps);
    }
}
