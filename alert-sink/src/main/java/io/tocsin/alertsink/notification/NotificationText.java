package io.tocsin.alertsink.notification;

import io.tocsin.schemas.AlertSeverity;
import java.util.Objects;

/**
 * A notification that a person or a program writes. Immutable.
 *
 * @param channel name of the channel that it goes to
 * @param title one line
 * @param message text, may be empty
 * @param severity how bad it is
 */
public record NotificationText(String channel, String title, String message, AlertSeverity severity) {

    public NotificationText {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(severity, "severity");
    }
}
