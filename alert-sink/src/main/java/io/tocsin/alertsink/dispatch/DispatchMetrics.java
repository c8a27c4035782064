package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.MuteReason;

/**
 * Counts what happens to changes of the platform's alerts, {@code read = deadLettered + passedOver + fed}, and what the
 * engine makes of its inputs. Changes that are read again after a failure count again. Thread-safe.
 */
public interface DispatchMetrics {

    /** A change was taken from the topic. */
    void read();

    /** It was poison and went to the dead letters. */
    void deadLettered();

    /** It tells nobody anything: the alert does not fire yet. */
    void passedOver();

    /** It is among the engine's inputs. */
    void fed();

    /** An input of the engine was poison and went to the dead letters. */
    void inputDeadLettered();

    /** Somebody is told: a delivery was made. */
    void intended();

    /** Groups were flushed, and for a reason nobody was told of so many alerts in them. */
    void suppressed(MuteReason reason, int alerts);
}
