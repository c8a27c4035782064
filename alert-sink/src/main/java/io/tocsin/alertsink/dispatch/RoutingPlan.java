package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import java.util.List;

/**
 * Says who is told of an alert. A plan is pure: the same alert has the same destinations as long as the configuration
 * is the same, because a replay asks again. Thread-safe.
 */
public interface RoutingPlan {

    /** Returns the destinations of an alert, each channel and group at most once; empty when nobody is told. */
    List<Destination> destinations(Alert alert);
}
