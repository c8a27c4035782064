package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.routing.GoText;
import io.tocsin.alertsink.routing.LabelSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of {@code POST /api/v2/alerts}: what of it is valid, and what is wrong with the rest. Immutable.
 *
 * @param valid alerts to take
 * @param invalid why others are not taken
 * @param firing number of alerts that fire
 */
record PostedAlerts(List<PostedAlert> valid, List<String> invalid, int firing) {

    /**
     * Reads a body.
     *
     * @param resolveTimeout after which an alert ends whose sender does not say when
     * @throws ApiError when it is no list of alerts at all
     */
    static PostedAlerts parse(byte[] body, Instant now, Duration resolveTimeout) {
        BodyReader reader = new BodyReader("alerts");
        JsonNode list = reader.json(body);
        if (!list.isArray() && !list.isNull()) {
            throw reader.bad("json: cannot unmarshal " + BodyReader.kind(list) + " into a list of alerts");
        }
        List<PostedAlert> valid = new ArrayList<>(list.size());
        List<String> invalid = new ArrayList<>();
        int firing = 0;
        int index = 0;
        for (JsonNode each : list) {
            PostedAlert alert = alert(reader, each, index++);
            Optional<String> complaint = complaint(alert, now.plus(resolveTimeout));
            if (complaint.isPresent()) {
                invalid.add(complaint.get());
            } else {
                valid.add(alert);
            }
            firing += alert.endsAt().isEmpty() || alert.endsAt().get().isAfter(now) ? 1 : 0;
        }
        return new PostedAlerts(valid, invalid, firing);
    }

    private static PostedAlert alert(BodyReader reader, JsonNode node, int index) {
        if (!node.isObject()) {
            throw reader.bad("json: cannot unmarshal " + BodyReader.kind(node) + " into an alert");
        }
        if (!node.hasNonNull("labels")) {
            throw ApiError.coded(422, 602, index + ".labels in body is required");
        }
        String generatorUrl = reader.text(node, "generatorURL");
        if (!generatorUrl.isEmpty() && !GoUrl.isRequestTarget(generatorUrl)) {
            throw ApiError.coded(
                    422, 601, index + ".generatorURL in body must be of type uri: " + GoText.quote(generatorUrl));
        }
        return new PostedAlert(
                LabelSet.of(reader.texts(node, "labels")),
                reader.texts(node, "annotations"),
                reader.time(node, "startsAt"),
                reader.time(node, "endsAt"),
                generatorUrl,
                Optional.empty());
    }

    /** An alert without an end gets one, before which it must begin. */
    private static Optional<String> complaint(PostedAlert alert, Instant end) {
        if (alert.startsAt().isPresent()
                && alert.endsAt().orElse(end).isBefore(alert.startsAt().get())) {
            return Optional.of("start time must be before end time");
        }
        if (alert.labels().isEmpty()) {
            return Optional.of("at least one label pair required");
        }
        return broken(alert.labels())
                .map(name -> "invalid label set: invalid name " + GoText.quote(name))
                .or(() -> broken(alert.annotations())
                        .map(name -> "invalid annotations: invalid name " + GoText.quote(name)));
    }

    private static Optional<String> broken(Map<String, String> texts) {
        return texts.keySet().stream().filter(String::isEmpty).findFirst();
    }
}
