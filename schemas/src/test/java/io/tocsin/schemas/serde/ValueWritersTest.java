package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.AvroTypeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Holds the writers against Avro's own. */
class ValueWritersTest {

    @Property
    void eventsAreWrittenAsAvroWritesThem(
            @ForAll String id,
            @ForAll long observedAt,
            @ForAll Map<String, Double> metrics,
            @ForAll("attributes") Map<String, Object> attributes,
            @ForAll boolean hasOutcome,
            @ForAll byte[] raw)
            throws IOException {
        Event event = Event.newBuilder(ExampleRecords.event())
                .setId(id)
                .setObservedAt(observedAt)
                .setMetrics(metrics)
                .setAttributes(attributes)
                .setIntervalMs(hasOutcome ? null : observedAt)
                .setRaw(raw.length == 0 ? null : ByteBuffer.wrap(raw))
                .build();
        if (!hasOutcome) {
            event = Event.newBuilder(event).setOutcome(null).build();
        }

        assertThat(written(event)).isEqualTo(writtenByAvro(event));
    }

    @Test
    void logRecordsWithTheirEnumAreWrittenAsAvroWritesThem() throws IOException {
        LogRecord line = LogRecord.newBuilder()
                .setId("1")
                .setTenant("default")
                .setEnvironment("default")
                .setSource("s")
                .setObservedAt(1)
                .setReceivedAt(2)
                .setLevel(LogLevel.ERROR)
                .setMessage("it failed")
                .setAttributes(Map.of("code", 7L))
                .build();

        assertThat(written(line)).isEqualTo(writtenByAvro(line));
    }

    @Test
    void unionsThatClassesCannotTellApartAreLeftToAvro() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [
                          {"name": "u", "type": ["null", "string",
                            {"type": "enum", "name": "E", "symbols": ["A", "B"]},
                            {"type": "fixed", "name": "F", "size": 2},
                            {"type": "record", "name": "N", "fields": [{"name": "n", "type": "int"}]},
                            {"type": "array", "items": "float"}]},
                          {"name": "m", "type": {"type": "map", "values": ["null", "int", "bytes"]}}]}""");
        Schema union = schema.getField("u").schema();
        GenericRecord nested = new GenericData.Record(union.getTypes().get(4));
        nested.put("n", 3);
        for (Object value : new Object[] {
            null,
            new Utf8("text"),
            new GenericData.EnumSymbol(union.getTypes().get(2), "B"),
            new GenericData.Fixed(union.getTypes().get(3), new byte[] {1, 2}),
            nested,
            List.of(1.5f)
        }) {
            GenericRecord datum = new GenericData.Record(schema);
            datum.put("u", value);
            datum.put("m", Collections.singletonMap(new Utf8("k"), ByteBuffer.wrap(new byte[] {9})));

            assertThat(written(datum)).isEqualTo(writtenByAvro(datum));
        }
    }

    @Test
    void logicalTypesAreLeftToAvro() throws IOException {
        Schema timestamp = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        Schema schema = Schema.createRecord(
                "R",
                null,
                null,
                false,
                List.of(
                        new Schema.Field("at", timestamp),
                        new Schema.Field(
                                "u",
                                Schema.createUnion(
                                        Schema.create(Schema.Type.NULL),
                                        Schema.create(Schema.Type.STRING),
                                        Schema.create(Schema.Type.INT)))));
        GenericRecord datum = new GenericData.Record(schema);
        datum.put("at", 1_750_000_000_000L);
        datum.put("u", 5);

        assertThat(written(datum)).isEqualTo(writtenByAvro(datum));
    }

    @Test
    void aValueOfNoBranchIsRefused() {
        Event event = Event.newBuilder(ExampleRecords.event())
                .setAttributes(Map.of("wrong", List.of()))
                .build();

        assertThatThrownBy(() -> written(event)).isInstanceOf(AvroTypeException.class);
    }

    @Provide
    Arbitrary<Map<String, Object>> attributes() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> text),
                Arbitraries.longs().map(number -> number),
                Arbitraries.doubles().map(number -> number),
                Arbitraries.of(true, false).map(flag -> flag));
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(10), values.injectNull(0.2))
                .ofMaxSize(6)
                .map(LinkedHashMap::new);
    }

    private static byte[] written(IndexedRecord datum) throws IOException {
        WireEncoder encoder = new WireEncoder();
        ValueWriters.of(datum.getSchema()).write(datum, encoder);
        return encoder.toByteArray();
    }

    private static byte[] writtenByAvro(IndexedRecord datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(datum.getSchema()).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
