package io.tocsin.alertsink.engine;

import java.util.Locale;

/** Why nobody was told of an alert when its group was flushed; of several reasons the first one counts. */
public enum MuteReason {
    /** A person snoozed it. */
    SNOOZE,
    /** Another alert mutes it. */
    INHIBITION,
    /** Its route tells nothing outside of some intervals. */
    ACTIVE_TIME_INTERVAL,
    /** Its route tells nothing within some intervals. */
    MUTE_TIME_INTERVAL,
    /** A silence mutes it. */
    SILENCE;

    /** Returns its name in metrics, which is Alertmanager's. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
