package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.catalogue.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class ReplayTest {

    @Test
    void theSameInputGivesTheSameBytes() {
        List<String> first = outputs();
        List<String> second = outputs();

        assertThat(first).hasSizeGreaterThan(500);
        assertThat(second).isEqualTo(first);
    }

    private static List<String> outputs() {
        try (ProcessorRig rig = new ProcessorRig()) {
            Random random = new Random(42);
            for (int i = 0; i < 3_000; i++) {
                String source = "source-" + random.nextInt(40);
                switch (random.nextInt(6)) {
                    case 0 -> rig.metric(source, "response_time", random.nextInt(12_000));
                    case 1 -> rig.metric(source, "cpu_usage", random.nextInt(100));
                    case 2 -> rig.send(line(rig, source, random));
                    case 3 -> rig.pipe(rig.topics.events, new byte[] {1}, new byte[] {(byte) random.nextInt()});
                    default -> rig.tickFor(Duration.ofSeconds(1));
                }
            }
            rig.tickFor(Duration.ofMinutes(15));
            List<String> all = new ArrayList<>();
            for (TopicSpec topic : List.of(
                    rig.topics.evaluations,
                    rig.topics.sourceStatus,
                    rig.topics.alerts,
                    rig.topics.alertTransitions,
                    rig.topics.environmentHealth,
                    rig.topics.deadLetters)) {
                for (TestRecord<byte[], byte[]> record : rig.raw(topic)) {
                    all.add(topic.shortName() + " " + record.timestamp() + " " + hex(record.key()) + " "
                            + hex(record.value()));
                }
            }
            return all;
        }
    }

    private static LogRecord line(ProcessorRig rig, String source, Random random) {
        return new LogRecord(
                rig.nextId(),
                "default",
                "production",
                source,
                rig.now(),
                rig.now(),
                LogLevel.values()[random.nextInt(LogLevel.values().length)],
                "line " + random.nextInt(10),
                null,
                null,
                Map.of("b", 1L, "a", true),
                Map.of("team", "red", "host", "h-" + random.nextInt(3)));
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }
}
