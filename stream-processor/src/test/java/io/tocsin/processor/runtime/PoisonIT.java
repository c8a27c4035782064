package io.tocsin.processor.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Tick;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.key.SourceKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonIT {

    private static final byte[] KEY = new SourceKey("default", "production", "orders").bytes();

    @TempDir
    private Path directory;

    @Test
    void poisonOfEveryKindIsPutAsideWhileTenThousandGoodOnesAreCounted() throws Exception {
        try (TestCluster cluster = new TestCluster(directory)) {
            byte[] good =
                    cluster.serialize(cluster.topics.events, Events.sample("template", "orders", "cpu_usage", 10));
            ProcessorRuntime processor = cluster.startReady("one", Map.of("topics.partitions", "2"));
            Map<String, byte[][]> poison = poison(cluster, good);
            Map<String, Long> position = new HashMap<>();
            List<byte[][]> remaining = new ArrayList<>(poison.values());
            for (int round = 0; round < 10; round++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    events.add(Events.sample("event-" + round + "-" + i, "source-" + i % 10, "cpu_usage", i % 50));
                }
                note(cluster.send(events), position);
                if (round < remaining.size()) {
                    byte[][] record = remaining.get(round);
                    note(List.of(cluster.send(cluster.topics.events, record[0], record[1])), position);
                }
            }

            QueryCaller caller = new QueryCaller(processor.queryAddress(), 2);
            for (int i = 0; i < 10; i++) {
                assertThat(caller.source("production", "source-" + i, position)
                                .orElseThrow()
                                .getStatus()
                                .getEventCount())
                        .isEqualTo(1_000);
            }
            Set<String> expected = new HashSet<>();
            poison.forEach((reason, record) -> expected.add(text(reason, record[0], record[1])));
            Set<String> found = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> letter : cluster.read(cluster.topics.deadLetters)) {
                found.add(text(
                        new String(
                                letter.headers()
                                        .lastHeader(DeadLetterHeaders.REASON)
                                        .value(),
                                UTF_8),
                        letter.key(),
                        letter.value()));
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    private static Map<String, byte[][]> poison(TestCluster cluster, byte[] good) {
        byte[] magic = good.clone();
        magic[0] = 1;
        byte[] unknown = good.clone();
        ByteBuffer.wrap(unknown).putInt(1, 999_999);
        byte[] notANumber =
                cluster.serialize(cluster.topics.events, Events.sample("nan", "orders", "cpu_usage", Double.NaN));
        byte[] tick = cluster.serialize(cluster.topics.ticks, new Tick(0, 1L, "other"));
        return Map.of(
                "wrong_magic_byte", new byte[][] {KEY, magic},
                "too_short", new byte[][] {KEY, {0, 0}},
                "unknown_schema", new byte[][] {KEY, unknown},
                "wrong_schema", new byte[][] {KEY, tick},
                "malformed", new byte[][] {KEY, Arrays.copyOf(good, good.length - 3)},
                "null_value", new byte[][] {KEY, null},
                "null_key", new byte[][] {null, good},
                "key_mismatch", new byte[][] {"default/production/other".getBytes(UTF_8), good},
                "invalid_value", new byte[][] {KEY, notANumber});
    }

    private static void note(List<RecordMetadata> written, Map<String, Long> position) {
        written.forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
    }

    private static String text(String reason, byte[] key, byte[] value) {
        return reason + " " + hex(key) + " " + hex(value);
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }
}
