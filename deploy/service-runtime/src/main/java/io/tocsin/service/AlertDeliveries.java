package io.tocsin.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletionStage;

/**
 * Who was told of an alert. Whoever delivers implements it, and whoever shows alerts asks it, in the same process or over
 * HTTP. Thread-safe.
 */
public interface AlertDeliveries {

    /** Deliveries that are shown of one alert at most. */
    int MOST = 100;

    /**
     * Returns the deliveries about an alert, those whose state changed last first, as {@code /api/v1/deliveries} has them:
     * {@code items}, and whether the list is {@code partial} or {@code truncated}. Never blocks.
     */
    CompletionStage<ObjectNode> about(String fingerprint);
}
