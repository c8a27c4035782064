package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertState;
import java.util.Map;

/**
 * The alerts of a group as they are at one moment, by what a receiver is to know of them. Immutable.
 *
 * @param firing episode by fingerprint of the alerts that fire
 * @param resolved episode by fingerprint of the alerts that are resolved
 */
public record GroupSnapshot(Map<String, Long> firing, Map<String, Long> resolved) {

    public GroupSnapshot {
        firing = Map.copyOf(firing);
        resolved = Map.copyOf(resolved);
    }

    /**
     * Returns whether a state is news for a receiver. Pending, acknowledged and recovering are steps between what a
     * receiver was told and what it will be told; they are recorded but never notified.
     */
    public static boolean isNews(AlertState state) {
        return state == AlertState.FIRING || state == AlertState.RESOLVED;
    }

    /**
     * Returns the snapshot of a group of one alert.
     *
     * @throws IllegalArgumentException when the state of the alert is no news
     */
    public static GroupSnapshot of(Alert alert) {
        Map<String, Long> only = Map.of(alert.getFingerprint(), alert.getEpisode());
        return switch (alert.getState()) {
            case FIRING -> new GroupSnapshot(only, Map.of());
            case RESOLVED -> new GroupSnapshot(Map.of(), only);
            default -> throw new IllegalArgumentException("not news: " + alert.getState());
        };
    }
}
