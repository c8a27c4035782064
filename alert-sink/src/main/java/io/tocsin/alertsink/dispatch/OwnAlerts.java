package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.Damping;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Origin;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertPost;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes of the platform's own alerts as the engine takes them, and their alerts when they are told. Thread-safe. */
final class OwnAlerts {

    /** Annotation with the address of the incident that an alert belongs to. */
    static final String INCIDENT_URL = "incident_url";

    private static final SingleObject<Alert> CONTENT = SingleObject.of(Alert.class);

    private OwnAlerts() {}

    /**
     * Returns a change as an input of the engine. Empty for an alert that does not fire yet, for nobody is told of it.
     *
     * @param externalUrl where people reach Tocsin, without a slash at the end; alerts link to it
     */
    static Optional<PostedAlert> posted(AlertTransition transition, String externalUrl) {
        Alert alert = transition.getAlert();
        if (alert.getState() == AlertState.PENDING) {
            return Optional.empty();
        }
        Long firedAt = alert.getFiredAt();
        boolean over = alert.getState() == AlertState.RESOLVED;
        Map<String, String> annotations = new TreeMap<>(alert.getAnnotations());
        annotations.putIfAbsent("summary", alert.getTitle());
        if (alert.getAcknowledgedAt() != null) {
            annotations.put(
                    HeldAlert.ACKNOWLEDGED_BY, alert.getAcknowledgedBy() == null ? "" : alert.getAcknowledgedBy());
        }
        if (alert.getIncident() != null) {
            annotations.put(HeldAlert.INCIDENT, alert.getIncident());
            annotations.put(INCIDENT_URL, externalUrl + "/api/v1/incidents/" + alert.getIncident());
        }
        if (!alert.getDescription().isEmpty()) {
            annotations.putIfAbsent("description", alert.getDescription());
        }
        return Optional.of(new PostedAlert(
                LabelSet.of(alert.getLabels()),
                annotations,
                Optional.of(Instant.ofEpochMilli(firedAt == null ? alert.getStartsAt() : firedAt)),
                over ? Optional.of(Instant.ofEpochMilli(transition.getAt())) : Optional.empty(),
                externalUrl + "/api/v1/alerts/" + alert.getFingerprint(),
                Optional.of(new Origin(
                        Instant.ofEpochMilli(transition.getAt()),
                        alert.getEpisode(),
                        alert.getTransitions(),
                        ByteBuffer.wrap(CONTENT.encode(alert)).asReadOnlyBuffer(),
                        damping(alert),
                        Optional.ofNullable(alert.getIncident())))));
    }

    /** Returns what the platform said of a change of an alert. */
    static Origin origin(AlertPost posted) {
        Alert alert = alert(posted.getContent());
        return new Origin(
                Instant.ofEpochMilli(posted.getAsOf() == null ? 0 : posted.getAsOf()),
                posted.getEpisode(),
                posted.getStep(),
                posted.getContent(),
                damping(alert),
                Optional.ofNullable(alert.getIncident()));
    }

    /** Returns how loudly the alert of a content is to be told. */
    static Damping damping(ByteBuffer content) {
        return damping(alert(content));
    }

    private static Damping damping(Alert alert) {
        return alert.getSnoozedUntil() == null && alert.getFlappingSince() == null
                ? Damping.NONE
                : new Damping(
                        Optional.ofNullable(alert.getSnoozedUntil()).map(Instant::ofEpochMilli),
                        alert.getFlappingSince() != null);
    }

    /** Returns the alert of a content. */
    static Alert alert(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return CONTENT.decode(bytes);
    }
}
