package io.tocsin.processor.runtime;

import io.tocsin.schemas.Event;
import java.util.Map;

/** Events as tests need them. */
final class Events {

    private Events() {}

    static Event sample(String id, String source, String metric, double value) {
        long now = System.currentTimeMillis();
        return new Event(
                id,
                "default",
                "production",
                source,
                "sample",
                now,
                now,
                Map.of(metric, value),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null);
    }
}
