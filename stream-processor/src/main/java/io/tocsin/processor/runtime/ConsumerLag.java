package io.tocsin.processor.runtime;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** How far the main consumers of a Streams client are behind, as they say themselves. */
final class ConsumerLag {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "records-lag-max";

    private ConsumerLag() {}

    /** Returns the greatest number of records that any assigned partition is behind; NaN when none says. */
    static double of(KafkaStreams streams) {
        double greatest = Double.NaN;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && !name.tags().getOrDefault("client-id", "").contains("restore")
                    && entry.getValue().metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                greatest = Double.isNaN(greatest) ? lag : Math.max(greatest, lag);
            }
        }
        return greatest;
    }
}
