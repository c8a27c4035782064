package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of an alert and why. Immutable.
 *
 * @param alert the alert
 * @param silences silences and maintenance windows that mute it
 * @param inhibitedBy the alert that mutes it
 * @param acknowledgedBy who acknowledged it
 * @param stops where it goes
 */
public record AlertTrace(
        HeldAlert alert,
        List<Silence> silences,
        Optional<HeldAlert> inhibitedBy,
        Optional<String> acknowledgedBy,
        List<Stop> stops) {

    /**
     * A route that an alert goes by: a receiver, and the group in which it is told there.
     *
     * @param path from the root of the tree to the route; the route alone for a step of an escalation
     * @param groupLabels labels of the group
     * @param groupKey text of the group's key
     * @param isMember whether it is in its group now; what is over left it when it was flushed
     * @param nextFlush when the group is flushed next; absent without a group
     * @param flushed whether the group was flushed before
     * @param closedBy time intervals because of which the route tells nothing now
     * @param tellings the integrations of the receiver
     */
    public record Stop(
            List<Route> path,
            LabelSet groupLabels,
            String groupKey,
            boolean isMember,
            Optional<Instant> nextFlush,
            boolean flushed,
            List<String> closedBy,
            List<Telling> tellings) {

        /** Returns the route. */
        public Route route() {
            return path.get(path.size() - 1);
        }
    }

    /**
     * What an integration knows of an alert.
     *
     * @param channel name of its channel
     * @param told what it was told last of the group
     * @param knowsFiring whether it was told last that the alert fires
     * @param knowsResolved whether it was told last that the alert is over
     * @param tells whether it would be told if the group were flushed now
     * @param why reason to tell it, or not to, in words
     */
    public record Telling(
            String channel,
            Optional<Told> told,
            boolean knowsFiring,
            boolean knowsResolved,
            boolean tells,
            String why) {}
}
