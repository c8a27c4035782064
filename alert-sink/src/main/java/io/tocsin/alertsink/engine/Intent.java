package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.routing.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The decision to tell an integration of a group. Immutable.
 *
 * @param integration who is told
 * @param groupKey text of the group key
 * @param groupLabels labels by which the alerts are grouped
 * @param routeLabels labels of the route
 * @param groupInterval interval between the flushes of the group
 * @param bornAt when the log's entry was made
 * @param sequence number of the notification, from 1
 * @param at moment of the decision; an alert whose end is not after it is resolved
 * @param reason why, in Alertmanager's words
 * @param alerts alerts in the order in which they are told
 */
public record Intent(
        IntegrationConfig integration,
        String groupKey,
        LabelSet groupLabels,
        Map<String, String> routeLabels,
        Duration groupInterval,
        Instant bornAt,
        long sequence,
        Instant at,
        String reason,
        List<HeldAlert> alerts) {

    public Intent {
        alerts = List.copyOf(alerts);
    }

    /** Returns the key of the log's entry. */
    public String logKey() {
        return logKey(integration, groupKey);
    }

    /** Returns the key under which the log remembers what an integration was told of a group. */
    static String logKey(IntegrationConfig integration, String groupKey) {
        return integration.channel() + '|' + groupKey;
    }
}
