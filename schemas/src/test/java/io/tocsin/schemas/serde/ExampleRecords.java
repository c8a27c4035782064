package io.tocsin.schemas.serde;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records that tests write and read. */
final class ExampleRecords {

    private ExampleRecords() {}

    /** Returns an event that uses every kind of field. */
    static Event event() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("result", null);
        attributes.put("cached", true);
        attributes.put("rows", 42L);
        attributes.put("ratio", 0.25);
        attributes.put("user.name", "Jürgen 😀");
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("cpu_usage", 45.2);
        metrics.put("memory_usage", 67.8);
        metrics.put("response_time_ms", 123.0);
        return Event.newBuilder()
                .setId("018f2d3c-7a10-7c3e-9d55-0242ac120002")
                .setTenant("default")
                .setEnvironment("production")
                .setSource("payment-service")
                .setType("operation")
                .setObservedAt(1_750_000_000_000L)
                .setReceivedAt(1_750_000_000_042L)
                .setMetrics(metrics)
                .setAttributes(attributes)
                .setLabels(Map.of("service", "payment-service"))
                .setMetadata(Map.of())
                .setMetricKinds(Map.of())
                .setOutcome(Outcome.newBuilder()
                        .setOperation("GET /orders")
                        .setDurationMs(123.0)
                        .setSuccess(true)
                        .build())
                .setIntervalMs(null)
                .setRaw(null)
                .build();
    }
}
