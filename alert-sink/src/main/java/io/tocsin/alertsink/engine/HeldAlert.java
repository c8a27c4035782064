package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as the engine holds it. Immutable.
 *
 * @param labels its identity
 * @param fingerprint of the labels
 * @param annotations texts that are not identity
 * @param startsAt when it began
 * @param endsAt when it ended, or will have ended unless it is posted again
 * @param updatedAt when it was posted last
 * @param timeout whether its end was made up from the resolve timeout
 * @param generatorUrl where it comes from; may be empty
 * @param sequence number of the engine's step that took it last
 * @param content the alert as the platform knows it, if it is one of its own; not to be changed
 * @param damping how loudly it is to be told
 * @param incident incident by which it is grouped where alerts are told by incident: the one in whose group the occurrence
 *     was told, if it was
 */
public record HeldAlert(
        LabelSet labels,
        long fingerprint,
        Map<String, String> annotations,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        boolean timeout,
        String generatorUrl,
        long sequence,
        Optional<ByteBuffer> content,
        Damping damping,
        Optional<String> incident) {

    /** The end of an alert whose sender says when it is over. */
    public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    /** Annotation of an alert of the platform's own that says who acknowledged it. */
    public static final String ACKNOWLEDGED_BY = "acknowledged_by";

    /** Label by which a route groups the platform's own alerts by their incidents. */
    public static final String INCIDENT = "incident";

    /** The order of alerts in a notification: job, instance, labels; who lacks one of the first two comes later. */
    public static final Comparator<HeldAlert> ORDER = HeldAlert::compare;

    /**
     * Returns what is held of an alert of the platform's own: it replaces what was held, and ends when the platform says so.
     *
     * @param sequence number of the engine's step
     */
    static HeldAlert own(PostedAlert posted, Origin origin, Instant now, long sequence) {
        return new HeldAlert(
                posted.labels(),
                posted.labels().fingerprint(),
                posted.annotations(),
                posted.startsAt().orElse(now),
                // The platform's clock may be ahead of the one that stamps the inputs.
                posted.endsAt().map(end -> end.isAfter(now) ? now : end).orElse(NO_END),
                origin.asOf(),
                false,
                posted.generatorUrl(),
                sequence,
                Optional.of(origin.content()),
                origin.damping(),
                origin.incident());
    }

    /**
     * Returns what is held of an alert of somebody else's.
     *
     * @param timeout after which it ends when its sender does not say when
     * @param sequence number of the engine's step
     */
    static HeldAlert foreign(PostedAlert posted, Instant now, Duration timeout, long sequence) {
        return new HeldAlert(
                posted.labels(),
                posted.labels().fingerprint(),
                posted.annotations(),
                posted.startsAt().orElse(posted.endsAt().orElse(now)),
                posted.endsAt().orElseGet(() -> now.plus(timeout)),
                now,
                posted.endsAt().isEmpty(),
                posted.generatorUrl(),
                sequence,
                Optional.empty(),
                Damping.NONE,
                Optional.empty());
    }

    /** Returns it grouped by another incident, or by none. */
    HeldAlert grouped(Optional<String> otherIncident) {
        return otherIncident.equals(incident)
                ? this
                : new HeldAlert(
                        labels,
                        fingerprint,
                        annotations,
                        startsAt,
                        endsAt,
                        updatedAt,
                        timeout,
                        generatorUrl,
                        sequence,
                        content,
                        damping,
                        otherIncident);
    }

    /**
     * Returns the labels by which it is grouped at a route. Where those of the platform are grouped by incident, the id of
     * the incident is one of them; as long as none is known, the alert is a group of its own.
     */
    LabelSet groupLabels(Route route) {
        if (content.isEmpty() || !route.groupsBy(INCIDENT) || labels.containsKey(INCIDENT)) {
            return route.groupLabels(labels);
        }
        return incident.map(id -> route.groupLabels(labels).with(INCIDENT, id)).orElse(labels);
    }

    /** Returns whether it is over at a moment. */
    public boolean isResolved(Instant now) {
        return !endsAt.isAfter(now);
    }

    /** Returns its fingerprint as 16 hexadecimal digits. */
    public String id() {
        return LabelSet.hex(fingerprint);
    }

    /**
     * Returns what holds after the alert was posted again. Where the two overlap they are one occurrence: it began with the
     * earlier one, has the newer annotations, and ends with the later end of two that are over, or else with the end that
     * was not made up, if it is the later one. Where they do not overlap, the newer one stands alone.
     *
     * @param posted what was posted, not older than this
     * @param now moment at which it is held
     */
    public HeldAlert with(HeldAlert posted, Instant now) {
        boolean overlaps = isWithin(posted.endsAt) || isWithin(posted.startsAt);
        if (!overlaps) {
            return posted;
        }
        Instant end = posted.endsAt;
        if (endsAt.isAfter(posted.endsAt)) {
            boolean keepsEnd = posted.isResolved(now) ? isResolved(now) : !timeout;
            end = keepsEnd ? endsAt : posted.endsAt;
        }
        return new HeldAlert(
                posted.labels,
                fingerprint,
                posted.annotations,
                startsAt.isBefore(posted.startsAt) ? startsAt : posted.startsAt,
                end,
                posted.updatedAt,
                posted.timeout,
                posted.generatorUrl,
                posted.sequence,
                posted.content,
                posted.damping,
                posted.incident);
    }

    private boolean isWithin(Instant moment) {
        return moment.isAfter(startsAt) && moment.isBefore(endsAt);
    }

    private static int compare(HeldAlert left, HeldAlert right) {
        for (String name : new String[] {"job", "instance"}) {
            String a = left.labels.get(name);
            String b = right.labels.get(name);
            if (a == null ^ b == null) {
                return a == null ? 1 : -1;
            }
            int order = a == null ? 0 : io.tocsin.alertsink.routing.Utf8Order.compare(a, b);
            if (order != 0) {
                return order;
            }
        }
        return left.labels.compareTo(right.labels);
    }
}
