package io.tocsin.standalone;

import io.tocsin.service.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of {@code tocsin run} that no service has by itself. */
public final class StandaloneSettings {

    /** Port of the embedded broker. */
    public static final Setting<Integer> KAFKA_PORT = Setting.integer(
            "standalone.kafka-port",
            9092,
            0,
            65_535,
            "Port of the embedded Kafka broker on 127.0.0.1, for services that produce directly; 0, or a port that is"
                    + " taken, takes any free one.");

    /** Port of the embedded registry. */
    public static final Setting<Integer> REGISTRY_PORT = Setting.integer(
            "standalone.registry-port",
            8081,
            0,
            65_535,
            "Port of the embedded schema registry on 127.0.0.1; 0, or a port that is taken, takes any free one.");

    /** How often the console says what is seen. */
    public static final Setting<Duration> REPORT_INTERVAL = Setting.duration(
            "standalone.report-interval",
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "How often a line on the console says what is seen.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(KAFKA_PORT, REGISTRY_PORT, REPORT_INTERVAL);

    private StandaloneSettings() {}
}
