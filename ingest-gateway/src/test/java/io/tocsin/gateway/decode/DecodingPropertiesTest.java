package io.tocsin.gateway.decode;

import static io.tocsin.gateway.decode.Decoded.DECODER;
import static io.tocsin.gateway.decode.Decoded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for any data, and for bodies that somebody tampered with. */
class DecodingPropertiesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 500)
    void anyJsonInDataSurvives(@ForAll("objects") ObjectNode data) throws IOException {
        ObjectNode event = NODES.objectNode().put("source", "s").put("event_type", "t");
        event.set("data", data);
        byte[] body = MAPPER.writeValueAsBytes(event);

        Event read = Decoded.event(new String(body, java.nio.charset.StandardCharsets.UTF_8));

        // Two fields of one flattened name are both there when one is a number and the other is none.
        Map<String, Object> numbers = new TreeMap<>();
        Map<String, Object> others = new TreeMap<>();
        flatten("", data, numbers, others);
        boolean keptAsItWas = read.getRaw() != null
                && MAPPER.readTree(read.getRaw().array()).get("data").equals(MAPPER.readTree(data.toString()));
        assertThat(keptAsItWas || numbers.equals(read.getMetrics()) && others.equals(read.getAttributes()))
                .as("%s became %s and %s", data, read.getMetrics(), read.getAttributes())
                .isTrue();
    }

    /** The plain definition of flattening, as a contrast to the streaming one. */
    private static void flatten(String name, JsonNode value, Map<String, Object> numbers, Map<String, Object> others) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> flatten(name + '\u0000' + field.getKey(), field.getValue(), numbers, others));
            return;
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                flatten(name + '\u0000' + i, value.get(i), numbers, others);
            }
            return;
        }
        String dotted = name.substring(1).replace('\u0000', '.');
        if (value.isNumber()) {
            numbers.put(dotted, value.doubleValue());
        } else {
            others.put(
                    dotted,
                    value.isBoolean() ? (Object) value.booleanValue() : value.isNull() ? null : value.textValue());
        }
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.strings()
                        .ofMaxLength(30)
                        .filter(DecodingPropertiesTest::isUnicode)
                        .map(NODES::textNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        Arbitrary<String> names =
                Arbitraries.strings().withChars("ab.é🚀\"\\").ofMaxLength(4).filter(DecodingPropertiesTest::isUnicode);
        Arbitrary<JsonNode> values = Arbitraries.oneOf(scalars, nested(names, scalars, 3));
        return fields(names, values);
    }

    private static Arbitrary<JsonNode> nested(Arbitrary<String> names, Arbitrary<JsonNode> scalars, int depth) {
        Arbitrary<JsonNode> below =
                depth == 0 ? scalars : Arbitraries.oneOf(scalars, nested(names, scalars, depth - 1));
        Arbitrary<JsonNode> arrays =
                below.list().ofMaxSize(4).map(list -> NODES.arrayNode().addAll(list));
        return Arbitraries.oneOf(arrays, fields(names, below).map(object -> (JsonNode) object));
    }

    private static Arbitrary<ObjectNode> fields(Arbitrary<String> names, Arbitrary<JsonNode> values) {
        return Arbitraries.maps(names, values).ofMaxSize(6).map(map -> {
            ObjectNode object = NODES.objectNode();
            map.forEach(object::set);
            return object;
        });
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    @Test
    void aMutatedBodyIsDecodedOrRefusedButNeverBreaksTheDecoder() {
        List<String> bodies = List.of(
                "{\"id\":\"i\",\"source\":\"s\",\"event_type\":\"operation\",\"timestamp\":\"2024-01-20T12:34:56Z\","
                        + "\"labels\":{\"a\":\"b\"},\"data\":{\"operation\":\"o\",\"success\":true,\"duration_ms\":1.5e2,"
                        + "\"list\":[1,{\"x\":null}],\"ü\":\"\\u00e9\\n\"},\"metadata\":{\"k\":[1,2]},\"more\":{\"z\":-0.5}}",
                "[{\"data\":{\"level\":30,\"message\":\"m\"},\"source\":\"s\",\"event_type\":\"log\"},"
                        + "{\"source\":\"s\",\"event_type\":\"metric\",\"data\":{\"name\":\"n\",\"value\":1,\"kind\":\"timer\"}}]",
                "{\"source\":\"a\",\"event_type\":\"t\",\"data\":{}}\n{\"source\":\"b\",\"event_type\":\"heartbeat\",\"data\":{}}\n",
                "{\"host\":\"h\",\"env\":\"e\",\"metrics\":{\"cpu_usage\":1},\"docker_events\":[{\"container\":\"c\"}],"
                        + "\"logs\":[{\"message\":\"m\"}],\"local_alerts\":[\"A\"],\"score\":0.5,\"extra\":[[]]}",
                "{\"service_name\":\"svc\",\"logs\":[{\"message\":\"m\",\"level\":\"INFO\",\"metadata\":{\"a\":1}}],\"x\":1}");
        Random random = new Random(20260131);
        int taken = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] body = mutate(Decoded.utf8(bodies.get(round % bodies.size())), random);
            taken += decodeEveryWay(body);
        }
        assertThat(taken).as("the mutations must leave some bodies valid").isGreaterThan(1_000);
    }

    private static byte[] mutate(byte[] body, Random random) {
        byte[] mutated = body.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(5)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "{}[]\",:0-eE.\\u\n tfn".charAt(random.nextInt(19));
                case 2 -> mutated = java.util.Arrays.copyOf(mutated, Math.max(1, at));
                case 3 -> {
                    int from = random.nextInt(mutated.length);
                    int length = Math.min(random.nextInt(12), mutated.length - Math.max(at, from));
                    System.arraycopy(mutated, from, mutated, at, Math.max(0, length));
                }
                default -> mutated[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return mutated;
    }

    private static int decodeEveryWay(byte[] body) {
        int taken = 0;
        taken += decode(() -> DECODER.events(body, BodyFormat.JSON, NOW));
        taken += decode(() -> DECODER.events(body, BodyFormat.LINES, NOW));
        taken += decode(() -> DECODER.hostSnapshot(body, NOW));
        taken += decode(() -> DECODER.logBatch(body, BodyFormat.JSON, "svc", null, NOW));
        taken += decode(() -> DECODER.registration(body, null, NOW));
        taken += decode(() -> DECODER.operations(body, BodyFormat.JSON, NOW));
        return taken;
    }

    private interface Attempt {
        DecodedBatch run() throws RejectedBodyException;
    }

    /** Whatever is taken must be readable; whatever is refused must say why. */
    private static int decode(Attempt attempt) {
        try {
            DecodedBatch batch = attempt.run();
            batch.records().forEach(record -> {
                if (record.stream() == OutgoingRecord.Stream.EVENTS) {
                    Decoded.event(record);
                } else {
                    Decoded.log(record);
                }
            });
            batch.results()
                    .forEach(result -> assertThat(result.errors().isEmpty()).isEqualTo(result.accepted()));
            return batch.accepted();
        } catch (RejectedBodyException e) {
            assertThat(e.getMessage()).isNotBlank();
            return 0;
        }
    }
}
