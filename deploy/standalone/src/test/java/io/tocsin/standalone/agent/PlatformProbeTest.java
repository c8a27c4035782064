package io.tocsin.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlatformProbeTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final PlatformProbe probe = new PlatformProbe(meters, nanos::get);

    @Test
    void countersAreReportedAsTheirGrowth() {
        meters.counter("tocsin.processor.records.dead", "reason", "malformed").increment(2);
        meters.counter("tocsin.processor.records.dead", "reason", "null_key").increment(1);
        meters.counter("tocsin.gateway.responses", "status", "202").increment(9);
        meters.counter("tocsin.gateway.responses", "status", "503").increment(4);
        Map<String, Double> first = read();
        meters.counter("tocsin.processor.records.dead", "reason", "null_key").increment(5);

        Map<String, Double> second = read();

        assertThat(first).containsEntry("dead_letters", 3.0).containsEntry("server_errors", 4.0);
        assertThat(second).containsEntry("dead_letters", 5.0).containsEntry("server_errors", 0.0);
    }

    @Test
    void ratesArePerSecond() {
        meters.counter("tocsin.processor.records.processed").increment(50);
        meters.timer("tocsin.query.questions").record(Duration.ofMillis(1));

        assertThat(read())
                .containsEntry("records_processed_per_second", 10.0)
                .containsEntry("query_questions_per_second", 0.2);
    }

    @Test
    void aGaugeWithoutAValueIsLeftOut() {
        Gauge.builder("tocsin.processor.lag.records", () -> Double.NaN).register(meters);
        Gauge.builder("tocsin.sink.open", () -> 2).tag("channel", "a").register(meters);
        Gauge.builder("tocsin.sink.open", () -> 3).tag("channel", "b").register(meters);

        assertThat(read())
                .doesNotContainKey("lag_records")
                .containsEntry("deliveries_open", 5.0)
                .containsKey("heap_used_bytes");
    }

    private Map<String, Double> read() {
        nanos.addAndGet(5_000_000_000L);
        return probe.read();
    }
}
