package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Tick;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class SingleObjectTest {

    private static final Schema EARLIER_TICK = SchemaBuilder.record("Tick")
            .namespace("io.tocsin.schemas")
            .fields()
            .requiredInt("partition")
            .requiredString("emitter")
            .requiredLong("emittedAt")
            .optionalString("droppedSince")
            .endRecord();

    private final SingleObject<Event> events = SingleObject.of(Event.class);

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(events.decode(events.encode(ExampleRecords.event()))).isEqualTo(ExampleRecords.event());
    }

    @Test
    void avrosOwnReaderUnderstandsTheBytes() throws IOException {
        assertThat(Event.getDecoder().decode(events.encode(ExampleRecords.event())))
                .isEqualTo(ExampleRecords.event());
    }

    @Test
    void whatAnEarlierReleaseWroteIsRead() throws IOException {
        SingleObject<Tick> ticks = SingleObject.of(Tick.class, Tick.getClassSchema(), List.of(EARLIER_TICK));
        byte[] old = new BinaryMessageEncoder<>(GenericData.get(), EARLIER_TICK)
                .encode(new GenericRecordBuilder(EARLIER_TICK)
                        .set("partition", 4)
                        .set("emitter", "old")
                        .set("emittedAt", 99L)
                        .build())
                .array();

        assertThat(ticks.decode(old))
                .isEqualTo(Tick.newBuilder()
                        .setPartition(4)
                        .setEmitter("old")
                        .setEmittedAt(99L)
                        .build());
    }

    @Test
    void aSchemaThatNobodyKnowsIsNamedByItsFingerprint() throws IOException {
        byte[] foreign = new BinaryMessageEncoder<>(GenericData.get(), EARLIER_TICK)
                .encode(new GenericRecordBuilder(EARLIER_TICK)
                        .set("partition", 4)
                        .set("emitter", "old")
                        .set("emittedAt", 99L)
                        .build())
                .array();

        assertThatThrownBy(() -> SingleObject.of(Tick.class).decode(foreign))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("fingerprint");
    }

    @Property
    void garbageIsRefusedAndNothingElseHappens(@ForAll byte[] garbage) {
        byte[] withHeader = Arrays.copyOf(events.encode(ExampleRecords.event()), 10 + garbage.length);
        System.arraycopy(garbage, 0, withHeader, 10, garbage.length);

        assertOnlyRefused(garbage);
        assertOnlyRefused(withHeader);
    }

    @Test
    void manyThreadsDoNotDisturbOneAnother() {
        List<CompletableFuture<Event>> all = IntStream.range(0, 1_000)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> events.decode(events.encode(ExampleRecords.event()))))
                .toList();

        assertThat(all).extracting(CompletableFuture::join).containsOnly(ExampleRecords.event());
    }

    private void assertOnlyRefused(byte[] bytes) {
        try {
            events.decode(bytes);
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining("Event");
        }
    }
}
