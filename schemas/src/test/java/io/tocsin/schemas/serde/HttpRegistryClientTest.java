package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Tick;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryClientTest {

    private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";

    private ScriptedRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void anIdIsAskedForOnce() {
        registry.answer("GET /schemas/ids/7", 200, "{\"schema\":\"\\\"string\\\"\"}");
        SchemaRegistryClient client = client(registry.url());

        assertThat(client.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(client.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void anUnknownIdIsAskedForOnceInAWhile() {
        registry.answer("GET /schemas/ids/7", 404, UNKNOWN);
        long[] now = {0};
        SerdeSettings settings = settings(registry.url(), Map.of(SerdeSettings.UNKNOWN_ID_TTL, "10"));
        SchemaRegistryClient client = new CachingRegistryClient(
                new HttpRegistryClient(settings.registry(), false),
                settings.registry().unknownIdTtl(),
                () -> now[0]);

        assertThatThrownBy(() -> client.byId(7)).isInstanceOf(UnknownSchemaException.class);
        now[0] = 9_999_999_999L;
        assertThatThrownBy(() -> client.byId(7)).isInstanceOf(UnknownSchemaException.class);
        assertThat(registry.requests()).hasSize(1);

        now[0] = 10_000_000_000L;
        registry.answer("GET /schemas/ids/7", 200, "{\"schema\":\"\\\"string\\\"\"}");
        assertThat(client.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
    void aRegistryThatDoesNotAnswerTheQuestionSaysNothingAboutTheRecord(int status) {
        registry.answer("GET /schemas/ids/7", status, "<h1>of a proxy</h1>");

        assertThatThrownBy(() -> client(registry.url()).byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(Integer.toString(status));
    }

    @Test
    void aSchemaOfAnotherKindIsPoison() {
        registry.answer(
                "GET /schemas/ids/7", 200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");

        assertThatThrownBy(() -> client(registry.url()).byId(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("PROTOBUF");
    }

    @Test
    void namedTypesOfOtherSubjectsAreFetched() {
        registry.answer("GET /schemas/ids/7", 200, """
                        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"a.Outer\\",\\"fields\\":[\
                           {\\"name\\":\\"inner\\",\\"type\\":\\"a.Inner\\"}]}",
                         "references": [{"name": "a.Inner", "subject": "inner of a", "version": 3}]}""")
                .answer(
                        "GET /subjects/inner%20of%20a/versions/3",
                        200,
                        "{\"schema\":\"{\\\"type\\\":\\\"enum\\\",\\\"name\\\":\\\"a.Inner\\\",\\\"symbols\\\":[\\\"X\\\"]}\"}");

        Schema outer = client(registry.url()).byId(7);

        assertThat(outer.getField("inner").schema().getEnumSymbols()).containsExactly("X");
    }

    @Test
    void aFailingRegistryIsPassedOverAndThenNotAskedFirst() throws IOException {
        try (ScriptedRegistry healthy = new ScriptedRegistry()) {
            registry.answer("GET /schemas/ids/7", 500, "{\"error_code\":50001,\"message\":\"no\"}");
            healthy.answer("GET /schemas/ids/7", 200, "{\"schema\":\"\\\"string\\\"\"}")
                    .answer("GET /schemas/ids/8", 200, "{\"schema\":\"\\\"long\\\"\"}");
            SchemaRegistryClient client = client(registry.url() + "," + healthy.url());

            assertThat(client.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
            assertThat(client.byId(8)).isEqualTo(Schema.create(Schema.Type.LONG));
            assertThat(registry.requests()).containsExactly("GET /schemas/ids/7");
        }
    }

    @Test
    void credentialsAreSentAndNeverToldInErrors() {
        String withPassword = registry.url().replace("http://", "http://me:pa55@");

        assertThatThrownBy(() -> client(withPassword).byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageNotContaining("pa55")
                .hasMessageNotContaining("bWU6cGE1NQ");
        assertThat(registry.authorizations()).containsOnly("Basic bWU6cGE1NQ==");
    }

    @Test
    void aWriterThatDoesNotRegisterLooksItsSchemaUp() {
        registry.answer("POST /subjects/t-value?normalize=true", 200, "{\"id\":5,\"version\":1}");
        AvroSerializer<Tick> serializer = new AvroSerializer<>();
        serializer.configure(
                Map.of(
                        SerdeSettings.REGISTRY_URL, registry.url(),
                        SerdeSettings.AUTO_REGISTER, false,
                        SerdeSettings.NORMALIZE, true),
                false);

        assertThat(serializer.serialize("t", tick())).startsWith(0, 0, 0, 0, 5);
        assertThat(serializer.serialize("t", tick())).startsWith(0, 0, 0, 0, 5);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aWriterCanWriteWithTheNewestSchemaOfItsSubject() {
        Schema newest = SchemaBuilder.record("Tick")
                .namespace("io.tocsin.schemas")
                .fields()
                .requiredString("emitter")
                .requiredInt("partition")
                .requiredLong("emittedAt")
                .optionalString("added")
                .endRecord();
        registry.answer(
                        "GET /subjects/t-value/versions/latest",
                        200,
                        "{\"subject\":\"t-value\",\"version\":2,\"id\":9,\"schema\":" + quoted(newest) + "}")
                .answer("GET /schemas/ids/9", 200, "{\"schema\":" + quoted(newest) + "}");
        AvroSerde<Tick> serde = new AvroSerde<>(Tick.class);
        serde.configure(
                Map.of(
                        SerdeSettings.REGISTRY_URL, registry.url(),
                        SerdeSettings.AUTO_REGISTER, false,
                        SerdeSettings.USE_LATEST, true),
                false);

        byte[] bytes = serde.serializer().serialize("t", tick());

        assertThat(bytes).startsWith(0, 0, 0, 0, 9, 2, 'e');
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(tick());
    }

    @Test
    void aRefusedSchemaIsSaidToBeRefused() {
        registry.answer("POST /subjects/t-value/versions", 409, "{\"error_code\":409,\"message\":\"is incompatible\"}");
        AvroSerializer<Tick> serializer = new AvroSerializer<>();
        serializer.configure(Map.of(SerdeSettings.REGISTRY_URL, registry.url()), false);

        assertThatThrownBy(() -> serializer.serialize("t", tick()))
                .isInstanceOf(SchemaRejectedException.class)
                .hasMessageContaining("is incompatible");
    }

    private static Tick tick() {
        return Tick.newBuilder().setPartition(1).setEmittedAt(2).setEmitter("e").build();
    }

    private static String quoted(Schema schema) {
        return "\"" + schema.toString().replace("\"", "\\\"") + "\"";
    }

    private static SchemaRegistryClient client(String url) {
        return SchemaRegistryClient.of(settings(url, Map.of()));
    }

    private static SerdeSettings settings(String url, Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put(SerdeSettings.REGISTRY_URL, url);
        return SerdeSettings.from(configuration);
    }
}
