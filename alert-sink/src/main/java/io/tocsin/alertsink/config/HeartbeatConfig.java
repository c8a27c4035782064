package io.tocsin.alertsink.config;

import io.tocsin.alertsink.routing.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Alerts that are expected to come again and again, as a sign that their sender lives. When none came for some time, an
 * alert says so. Immutable.
 *
 * @param name its name, which is a label of the alert
 * @param matchers what the expected alerts must meet
 * @param timeout how long none may come
 * @param labels further labels of the alert
 * @param annotations further annotations of the alert
 */
public record HeartbeatConfig(
        String name,
        List<Matcher> matchers,
        Duration timeout,
        Map<String, String> labels,
        Map<String, String> annotations) {

    public HeartbeatConfig {
        matchers = List.copyOf(matchers);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
