package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a routing plan sends an alert: a channel, and the group in which it is told there. Immutable.
 *
 * @param channel name of the channel, without {@code |}
 * @param groupKey identity of the group within the channel
 * @param groupLabels labels that all alerts of the group share by grouping
 * @param sendResolved whether the channel wants to hear that alerts are resolved
 */
public record Destination(String channel, String groupKey, Map<String, String> groupLabels, boolean sendResolved) {

    public Destination {
        Objects.requireNonNull(groupKey, "groupKey");
        if (channel.isEmpty() || channel.indexOf('|') >= 0) {
            throw new IllegalArgumentException(
                    "name of a channel must not be empty nor contain '|': '" + channel + "'");
        }
        groupLabels = java.util.Collections.unmodifiableMap(new TreeMap<>(groupLabels));
    }

    /** Returns the destination that tells an alert alone, grouped by all its labels. */
    public static Destination alone(String channel, Alert alert, boolean sendResolved) {
        return new Destination(channel, alert.getFingerprint(), alert.getLabels(), sendResolved);
    }

    /** Returns the key of the group in the notification log and of its deliveries. */
    public String key() {
        return channel + '|' + groupKey;
    }
}
