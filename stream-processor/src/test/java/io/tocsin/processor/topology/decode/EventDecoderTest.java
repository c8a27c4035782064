package io.tocsin.processor.topology.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.source.Fields;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.Outcome;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.AvroSerializer;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class EventDecoderTest {

    private static final Map<String, String> REGISTRY = Map.of(SerdeSettings.REGISTRY_URL, "mock://event-decoder");

    private final SchemaRegistryClient registry = SchemaRegistryClient.of(SerdeSettings.from(REGISTRY));
    private final AvroSerializer<Event> serializer = new AvroSerializer<>();
    private final EventDecoder decoder = new EventDecoder(
            new WireReader<>(Event.getClassSchema(), registry, new RegistryPatience(() -> false)), new NameCache());
    private final Observation observation = new Observation();

    EventDecoderTest() {
        serializer.configure(REGISTRY, false);
    }

    @Test
    void everyFieldArrivesAsItWasWritten() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            Event event = any(random);

            decoder.decode(key(event), serializer.serialize("events", event), observation);

            assertSame(event);
        }
    }

    @Test
    void aRecordOfAnEarlierSchemaIsResolved() throws IOException {
        Schema full = Event.getClassSchema();
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : full.getFields()) {
            if (!field.name().equals("raw") && !field.name().equals("outcome")) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        Schema earlier = Schema.createRecord(full.getName(), full.getDoc(), full.getNamespace(), false, fields);
        int id = registry.register("events-value", earlier);
        GenericRecord record = new GenericRecordBuilder(earlier)
                .set("id", "id-1")
                .set("tenant", "default")
                .set("environment", "production")
                .set("source", "orders")
                .set("type", "sample")
                .set("observedAt", 12L)
                .set("receivedAt", 13L)
                .set("metrics", Map.of("cpu_usage", 0.5))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(earlier).write(record, encoder);
        encoder.flush();

        decoder.decode("default/production/orders".getBytes(UTF_8), bytes.toByteArray(), observation);

        assertThat(observation.id().string()).isEqualTo("id-1");
        assertThat(observation.metricValue(0)).isEqualTo(0.5);
        assertThat(observation.hasOutcome()).isFalse();
    }

    @Test
    void anyBytesGiveARecordOrARefusalAndNothingElse() {
        Random random = new Random(9);
        Event event = any(random);
        byte[] good = serializer.serialize("events", event);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(key(event), bytes, observation);
            } catch (PoisonException refused) {
                assertThat(refused.reason()).isNotNull();
            }
        }
    }

    @Test
    void sourcesWithSignsThatAKeyEncodesMatchTheirKeys() {
        for (String[] name : new String[][] {
            {"ten%ant", "en/v", "a/b%c"},
            {"t", "e", "/"},
            {"%2F", "%25", "%2F%25"},
            {"\u00e4", "\u20ac", "\ud83d\ude00"}
        }) {
            Event event = new Event(
                    "id", name[0], name[1], name[2], "t", 0L, 0L, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                    null, null, null);
            byte[] value = serializer.serialize("events", event);

            decoder.decode(key(event), value, observation);

            byte[] unencoded = (name[0] + "/" + name[1] + "/" + name[2]).getBytes(UTF_8);
            if (!new String(unencoded, UTF_8).equals(new String(key(event), UTF_8))) {
                assertThatThrownBy(() -> decoder.decode(unencoded, value, observation))
                        .isInstanceOf(PoisonException.class);
            }
        }
    }

    @Test
    void namesAreTheSameStringEachTime() {
        Event event = any(new Random(1));
        decoder.decode(key(event), serializer.serialize("events", event), observation);
        List<String> first = new ArrayList<>();
        for (int i = 0; i < observation.metricCount(); i++) {
            first.add(observation.metricName(i));
        }
        decoder.decode(key(event), serializer.serialize("events", event), observation);
        for (int i = 0; i < observation.metricCount(); i++) {
            assertThat(observation.metricName(i)).isSameAs(first.get(i));
        }
    }

    private void assertSame(Event event) {
        assertThat(observation.id().string()).isEqualTo(event.getId());
        assertThat(observation.type()).isEqualTo(event.getType());
        assertThat(observation.observedAt()).isEqualTo(event.getObservedAt());
        assertThat(observation.receivedAt()).isEqualTo(event.getReceivedAt());
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 0; i < observation.metricCount(); i++) {
            metrics.put(observation.metricName(i), observation.metricValue(i));
        }
        assertThat(metrics).isEqualTo(event.getMetrics());
        assertThat(values(observation.attributes())).isEqualTo(event.getAttributes());
        assertThat(values(observation.labels())).isEqualTo(event.getLabels());
        assertThat(values(observation.metadata())).isEqualTo(event.getMetadata());
        assertThat(observation.hasOutcome()).isEqualTo(event.getOutcome() != null);
        if (event.getOutcome() != null) {
            assertThat(observation.operation().string())
                    .isEqualTo(event.getOutcome().getOperation());
            assertThat(observation.success()).isEqualTo(event.getOutcome().getSuccess());
            assertThat(observation.error().string())
                    .isEqualTo(event.getOutcome().getError());
            assertThat(observation.target().string())
                    .isEqualTo(event.getOutcome().getTarget());
        }
        assertThat(observation.intervalMs()).isEqualTo(event.getIntervalMs() == null ? 0 : event.getIntervalMs());
    }

    private static Map<String, Object> values(Fields fields) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(
                    fields.name(i),
                    switch (fields.type(i)) {
                        case NULL -> null;
                        case BOOLEAN -> fields.booleanAt(i);
                        case LONG -> fields.longAt(i);
                        case DOUBLE -> fields.doubleAt(i);
                        case TEXT -> fields.textAt(i).string();
                    });
        }
        return values;
    }

    private static Event any(Random random) {
        Map<String, Double> metrics = new HashMap<>();
        Map<String, Object> attributes = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            metrics.put("metric-" + random.nextInt(50), random.nextGaussian() * 1e6);
            labels.put("label-" + random.nextInt(50), "v\u00e4lue-" + random.nextInt());
            attributes.put(
                    "attribute-" + random.nextInt(50),
                    switch (random.nextInt(5)) {
                        case 0 -> null;
                        case 1 -> random.nextBoolean();
                        case 2 -> random.nextLong();
                        case 3 -> random.nextDouble();
                        default -> "text " + random.nextInt();
                    });
        }
        Outcome outcome = random.nextBoolean()
                ? null
                : new Outcome(
                        "GET /" + random.nextInt(),
                        random.nextBoolean() ? null : random.nextDouble(),
                        random.nextBoolean(),
                        random.nextBoolean() ? null : "no",
                        random.nextBoolean() ? null : "other");
        return new Event(
                "id-" + random.nextLong(),
                "default",
                "production",
                "source-" + random.nextInt(),
                "sample",
                random.nextLong(),
                random.nextLong(),
                metrics,
                attributes,
                labels,
                random.nextBoolean() ? Map.of() : labels,
                Map.of("metric-1", "counter"),
                outcome,
                random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(1000)),
                random.nextBoolean() ? null : ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    private static byte[] key(Event event) {
        return new SourceKey(event.getTenant(), event.getEnvironment(), event.getSource()).bytes();
    }
}
