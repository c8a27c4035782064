package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Tick;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        AvroSerde<Event> serde = serde(Event.class, "mock://round-trip");
        Event event = ExampleRecords.event();

        byte[] bytes = serde.serializer().serialize("tocsin.events.v1", event);

        assertThat(serde.deserializer().deserialize("tocsin.events.v1", bytes)).isEqualTo(event);
    }

    @Test
    void theWireBytesAreConfluents() {
        AvroSerde<Tick> serde = serde(Tick.class, "mock://wire");
        Tick tick = Tick.newBuilder()
                .setPartition(3)
                .setEmittedAt(300L)
                .setEmitter("né")
                .build();

        byte[] bytes = serde.serializer().serialize("tocsin.ticks.v1", tick);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000001" + "06" + "d804" + "06" + "6ec3a9");
    }

    @Test
    void aReaderWithoutAClassMakesGenericRecords() {
        AvroSerde<Tick> writer = serde(Tick.class, "mock://generic");
        AvroSerde<GenericRecord> reader = new AvroSerde<>();
        reader.configure(Map.of(SerdeSettings.REGISTRY_URL, "mock://generic"), false);
        byte[] bytes = writer.serializer()
                .serialize(
                        "t",
                        Tick.newBuilder()
                                .setPartition(7)
                                .setEmittedAt(1)
                                .setEmitter("a")
                                .build());

        assertThat(reader.deserializer().deserialize("t", bytes).get("partition"))
                .isEqualTo(7);
    }

    @Test
    void theConfiguredReaderFindsTheGeneratedClassByName() {
        AvroSerde<Tick> serde = new AvroSerde<>();
        serde.configure(
                Map.of(SerdeSettings.REGISTRY_URL, "mock://specific", SerdeSettings.SPECIFIC_READER, "true"), false);
        Tick tick = Tick.newBuilder()
                .setPartition(7)
                .setEmittedAt(1)
                .setEmitter("a")
                .build();

        assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", tick)))
                .isInstanceOf(Tick.class)
                .isEqualTo(tick);
    }

    @Test
    void nullStaysNull() {
        AvroSerde<Tick> serde = serde(Tick.class, "mock://null");

        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void anUnknownIdIsPoison() {
        AvroSerde<Tick> serde = serde(Tick.class, "mock://unknown");

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 99, 0}))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("99");
    }

    @Test
    void bytesThatAreNotInTheWireFormatArePoison() {
        AvroSerde<Tick> serde = serde(Tick.class, "mock://no-wire");

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", "{\"json\":1}".getBytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("wire format");
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[0]))
                .isInstanceOf(SerializationException.class);
    }

    @Property
    void hostileBytesAreAlwaysPoisonAndNeverAnythingElse(@ForAll byte[] garbage) {
        AvroSerde<Event> serde = serde(Event.class, "mock://hostile");
        byte[] good = serde.serializer().serialize("t", ExampleRecords.event());
        byte[] bytes = Arrays.copyOf(good, 5 + garbage.length);
        System.arraycopy(garbage, 0, bytes, 5, garbage.length);

        try {
            serde.deserializer().deserialize("t", bytes);
        } catch (SerializationException poison) {
            assertThat(poison).hasMessageContaining("schema 1");
        }
    }

    @Property
    void everyCutAndEveryFlippedBitIsPoisonOrAnotherRecord(@ForAll @IntRange(min = 0, max = 2_000) int place) {
        AvroSerde<Event> serde = serde(Event.class, "mock://hostile");
        byte[] good = serde.serializer().serialize("t", ExampleRecords.event());
        byte[] cut = Arrays.copyOf(good, 5 + place % (good.length - 5));
        byte[] flipped = good.clone();
        flipped[5 + place % (good.length - 5)] ^= (byte) (1 << place % 8);

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut)).isInstanceOf(SerializationException.class);
        try {
            serde.deserializer().deserialize("t", flipped);
        } catch (SerializationException poison) {
            assertThat(poison).hasMessageContaining("schema 1");
        }
    }

    @Test
    void bytesBehindTheRecordArePoison() {
        AvroSerde<Event> serde = serde(Event.class, "mock://trailing");
        byte[] good = serde.serializer().serialize("t", ExampleRecords.event());

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("behind the end");
    }

    @Test
    void aRecordOfAnotherKindIsPoison() {
        AvroSerde<Event> events = serde(Event.class, "mock://other-kind");
        AvroSerde<Tick> ticks = serde(Tick.class, "mock://other-kind");
        byte[] bytes = events.serializer().serialize("t", ExampleRecords.event());

        assertThatThrownBy(() -> ticks.deserializer().deserialize("t", bytes))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void endlessRecursionInTheDataIsPoison() {
        Schema list = new Schema.Parser().parse("""
                        {"type": "record", "name": "Node", "fields": [
                          {"name": "next", "type": ["null", "Node"]}]}""");
        AvroSerde<GenericRecord> serde = new AvroSerde<>();
        SerdeSettings settings = SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, "mock://recursive"));
        SchemaRegistryClient client = SchemaRegistryClient.of(settings);
        serde.configure(settings, client, false);
        byte[] deep = new byte[2_000_000];
        Arrays.fill(deep, (byte) 2);
        ByteBuffer.wrap(deep).put((byte) 0).putInt(client.register("t-value", list));

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", deep))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void aRecordThatDoesNotFitItsSchemaIsNamed() {
        AvroSerde<Event> serde = serde(Event.class, "mock://misfit");
        Event withoutId = new Event();

        assertThatThrownBy(() -> serde.serializer().serialize("events", withoutId))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("events");
    }

    private static <T> AvroSerde<T> serde(Class<T> type, String url) {
        AvroSerde<T> serde = new AvroSerde<>(type);
        serde.configure(Map.of(SerdeSettings.REGISTRY_URL, url), false);
        return serde;
    }
}
