package io.tocsin.alertsink.delivery;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Merges what a receiver could not be told with what it is to be told by now, so that it learns of everything at once when
 * it is back, and not of each flush in turn. Pure; stateless.
 */
final class Superseding {

    private Superseding() {}

    /**
     * Returns a delivery under the newer one's id that tells of all that both tell. Empty when one message cannot: when an
     * alert of the older one has begun anew since, for both of its occurrences have to be told, in their order.
     */
    static Optional<Delivery> merge(Delivery older, Delivery newer) {
        if (newer.getGroupIntervalMs() <= 0
                || older.getGroupIntervalMs() <= 0
                || !older.getGroupKey().equals(newer.getGroupKey())) {
            return Optional.empty();
        }
        Map<String, Alert> now = new HashMap<>();
        newer.getAlerts().forEach(each -> now.put(each.getFingerprint(), each));
        List<Alert> alerts = new ArrayList<>(newer.getAlerts());
        for (Alert each : older.getAlerts()) {
            Alert later = now.get(each.getFingerprint());
            if (later == null) {
                // What fired and is not told of any more is muted by now; what was resolved was told last there.
                if (each.getResolvedAt() != null) {
                    alerts.add(each);
                }
            } else if (later.getStartsAt() != each.getStartsAt()) {
                return Optional.empty();
            }
        }
        boolean firing = alerts.stream().anyMatch(each -> each.getResolvedAt() == null);
        return Optional.of(Delivery.newBuilder(newer)
                .setAlerts(alerts)
                .setStatus(firing ? "firing" : "resolved")
                .setCommonLabels(common(alerts, Alert::getLabels))
                .setCommonAnnotations(common(alerts, Alert::getAnnotations))
                .build());
    }

    private static Map<String, String> common(List<Alert> alerts, Function<Alert, Map<String, String>> texts) {
        Map<String, String> common = new HashMap<>(texts.apply(alerts.get(0)));
        alerts.forEach(each -> common.entrySet().retainAll(texts.apply(each).entrySet()));
        return common;
    }
}
