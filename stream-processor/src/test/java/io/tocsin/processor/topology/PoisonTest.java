package io.tocsin.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.Tick;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.deadletter.DeadLetterHeaders;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.key.SourceKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoisonTest {

    private static final byte[] KEY = new SourceKey("default", "production", "orders").bytes();

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRecordWithoutAKeyIsPutAsideAsItCame() {
        expectDead(DeadLetterReason.NULL_KEY, rig.topics.events, null, goodValue());
    }

    @Test
    void aRecordWithoutAValueIsPutAsideAsItCame() {
        expectDead(DeadLetterReason.NULL_VALUE, rig.topics.events, KEY, null);
    }

    @Test
    void aValueShorterThanItsHeadIsPutAside() {
        expectDead(DeadLetterReason.TOO_SHORT, rig.topics.events, KEY, new byte[] {0, 0, 0});
        expectDead(DeadLetterReason.TOO_SHORT, rig.topics.logs, KEY, new byte[0]);
    }

    @Test
    void aWrongMagicByteIsPutAside() {
        byte[] value = goodValue();
        value[0] = 7;

        expectDead(DeadLetterReason.WRONG_MAGIC_BYTE, rig.topics.events, KEY, value);
    }

    @Test
    void aSchemaThatTheRegistryDoesNotKnowIsPutAside() {
        byte[] value = goodValue();
        ByteBuffer.wrap(value).putInt(1, 1_000_000);

        expectDead(DeadLetterReason.UNKNOWN_SCHEMA, rig.topics.events, KEY, value);
    }

    @Test
    void aRecordOfAnotherSchemaIsPutAside() {
        byte[] tick = rig.serialize(rig.topics.ticks, new Tick(0, 1L, "other"));

        expectDead(DeadLetterReason.WRONG_SCHEMA, rig.topics.events, KEY, tick);
        expectDead(DeadLetterReason.WRONG_SCHEMA, rig.topics.logs, KEY, goodValue());
        expectDead(DeadLetterReason.WRONG_SCHEMA, rig.topics.alertCommands, KEY, goodValue());
        expectDead(DeadLetterReason.WRONG_SCHEMA, rig.topics.maintenance, KEY, tick);
    }

    @Test
    void everyTruncationIsPutAside() {
        byte[] value = goodValue();
        for (int length = 5; length < value.length; length++) {
            expectDead(DeadLetterReason.MALFORMED, rig.topics.events, KEY, Arrays.copyOf(value, length));
        }
    }

    @Test
    void bytesBehindTheEndArePutAside() {
        byte[] value = goodValue();

        expectDead(DeadLetterReason.MALFORMED, rig.topics.events, KEY, Arrays.copyOf(value, value.length + 1));
    }

    @Test
    void aKeyOfAnotherSourceIsPutAside() {
        byte[] other = new SourceKey("default", "production", "billing").bytes();

        expectDead(DeadLetterReason.KEY_MISMATCH, rig.topics.events, other, goodValue());
        expectDead(DeadLetterReason.KEY_MISMATCH, rig.topics.events, "orders".getBytes(UTF_8), goodValue());
        expectDead(DeadLetterReason.KEY_MISMATCH, rig.topics.logs, other, rig.serialize(rig.topics.logs, line()));
    }

    @Test
    void aSourceThatCannotBeIsPutAside() {
        Event nameless = ProcessorRig.event("id", "..", rig.now(), Map.of("cpu_usage", 1.0), Map.of());

        expectDead(
                DeadLetterReason.INVALID_KEY,
                rig.topics.events,
                "default/production/..".getBytes(UTF_8),
                rig.serialize(rig.topics.events, nameless));
    }

    @Test
    void metricsThatAreNoNumbersArePutAside() {
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Event event = rig.event("orders", Map.of("cpu_usage", number), Map.of());
            expectDead(DeadLetterReason.INVALID_VALUE, rig.topics.events, KEY, serialize(event));
        }
    }

    @Test
    void moreMetricsThanAreAllowedArePutAside() {
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            metrics.put("metric-" + i, 1.0);
        }

        expectDead(
                DeadLetterReason.INVALID_VALUE,
                rig.topics.events,
                KEY,
                serialize(rig.event("orders", metrics, Map.of())));
    }

    @Test
    void poisonAmongGoodRecordsHurtsNobody() {
        for (int i = 0; i < 300; i++) {
            rig.metric("orders", "cpu_usage", 10);
            if (i % 3 == 0) {
                rig.pipe(rig.topics.events, KEY, new byte[] {9, 9, 9, 9, 9, (byte) i});
            }
        }

        assertThat(rig.raw(rig.topics.deadLetters)).hasSize(100);
        assertThat(rig.register.active().get(0).deadLetters(DeadLetterReason.WRONG_MAGIC_BYTE))
                .isEqualTo(100);
        assertThat(rig.register.active().get(0).processed()).isEqualTo(400);
        assertThat(rig.store(Stores.SOURCE_HEADS).get(Bytes.wrap(KEY))).isNotNull();
    }

    private void expectDead(DeadLetterReason reason, TopicSpec topic, byte[] key, byte[] value) {
        byte[] keyBefore = key == null ? null : key.clone();
        byte[] valueBefore = value == null ? null : value.clone();

        rig.pipe(topic, key, value);

        List<TestRecord<byte[], byte[]>> dead = rig.raw(rig.topics.deadLetters);
        assertThat(dead).as("dead letters").hasSize(1);
        TestRecord<byte[], byte[]> letter = dead.get(0);
        assertThat(letter.key()).isEqualTo(keyBefore);
        assertThat(letter.value()).isEqualTo(valueBefore);
        assertThat(header(letter, DeadLetterHeaders.REASON))
                .isEqualTo(reason.name().toLowerCase(Locale.ROOT));
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic.name());
        assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).matches("\\d+");
        assertThat(header(letter, DeadLetterHeaders.TIMESTAMP)).isEqualTo(Long.toString(rig.now()));
        assertThat(header(letter, DeadLetterHeaders.ERROR_CLASS)).isNotEmpty();
        assertThat(header(letter, DeadLetterHeaders.MESSAGE)).isNotEmpty();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private byte[] goodValue() {
        return serialize(rig.event("orders", Map.of("cpu_usage", 10.0), Map.of("note", "all is well")));
    }

    private byte[] serialize(Event event) {
        return rig.serialize(rig.topics.events, event);
    }

    private LogRecord line() {
        return new LogRecord(
                "line-1",
                "default",
                "production",
                "orders",
                rig.now(),
                rig.now(),
                LogLevel.INFO,
                "started",
                null,
                null,
                Map.of(),
                Map.of());
    }
}
