package io.tocsin.alertsink;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions with a deadline. */
public final class Eventually {

    private static final long STEP_NANOS = 5_000_000;

    private Eventually() {}

    /** Fails with the description unless the condition holds within the time. */
    public static void within(Duration time, Supplier<String> description, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + time + ": " + description.get());
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** Fails with the description if the condition ceases to hold within the time. */
    public static void stays(Duration time, Supplier<String> description, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("did not stay for " + time + ": " + description.get());
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
