package io.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.Tick;
import io.tocsin.schemas.serde.AvroSerde;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SchemaRejectedException;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.schemas.serde.UnknownSchemaException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.builder(directory).start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void theSerdeWritesAndReadsThroughTheRegistry() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            AvroSerde<Tick> serde = new AvroSerde<>(Tick.class);
            serde.configure(Map.of(SerdeSettings.REGISTRY_URL, registry.url()), false);

            byte[] bytes = serde.serializer().serialize("tocsin.ticks.v1", tick());

            AvroSerde<Tick> elsewhere = new AvroSerde<>(Tick.class);
            elsewhere.configure(Map.of(SerdeSettings.REGISTRY_URL, registry.url()), false);
            assertThat(elsewhere.deserializer().deserialize("tocsin.ticks.v1", bytes))
                    .isEqualTo(tick());
            assertThat(client(registry.url())
                            .latest("tocsin.ticks.v1-value")
                            .schema()
                            .toString())
                    .doesNotContain("avro.java.string");
        }
    }

    @Test
    void idsSurviveARestartOfTheRegistry() {
        int id;
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            id = client(registry.url()).register("survivor-value", Event.getClassSchema());
        }
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry.url());

            assertThat(client.byId(id)).isEqualTo(Event.getClassSchema());
            assertThat(client.register("survivor-value", Event.getClassSchema()))
                    .isEqualTo(id);
            assertThat(client.register("survivor-value", eventWithOneMoreField()))
                    .isGreaterThan(id);
        }
    }

    @Test
    void anUnknownIdIsPoisonAndAMissingRegistryIsNot() {
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        SchemaRegistryClient client = client(registry.url());
        assertThatThrownBy(() -> client.byId(987_654))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("40403");
        registry.close();

        assertThatThrownBy(() -> client(registry.url()).byId(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> client.byId(987_654))
                .as("what is known to be unknown is not asked for again")
                .isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void theNextRegistryIsAskedWhenOneIsAway() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client("http://127.0.0.1:1," + registry.url());

            assertThat(client.register("failover-value", Tick.getClassSchema())).isPositive();
        }
    }

    @Test
    void anIncompatibleSchemaIsRejected() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry.url());
            client.register("rejecting-value", Tick.getClassSchema());

            assertThatThrownBy(() -> client.register("rejecting-value", Event.getClassSchema()))
                    .isInstanceOf(SchemaRejectedException.class)
                    .hasMessageContaining("409");
        }
    }

    @Test
    void aSecondRegistryShutsOutTheFirstOnesWritesOnlyUntilItReadsAgain() {
        try (EmbeddedRegistry first = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
                EmbeddedRegistry second = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            int id = client(second.url()).register("contested-value", Tick.getClassSchema());
            SchemaRegistryClient throughFirst = client(first.url());

            assertThatThrownBy(() -> throughFirst.register("other-value", Event.getClassSchema()))
                    .as("its write is fenced")
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(throughFirst.register("contested-value", Tick.getClassSchema()))
                    .as("then it has read what the other wrote")
                    .isEqualTo(id);
        }
    }

    @Test
    void writesGoOnAfterKafkaWasAway() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry.url());
            int before = client.register("before-value", Tick.getClassSchema());
            kafka.stop();
            assertThat(client(registry.url()).byId(before)).isEqualTo(Tick.getClassSchema());
            kafka.start();

            assertThat(client.register("after-value", Event.getClassSchema())).isPositive();
        }
    }

    private static Tick tick() {
        return Tick.newBuilder()
                .setPartition(1)
                .setEmittedAt(2)
                .setEmitter("test")
                .build();
    }

    private static Schema eventWithOneMoreField() {
        Schema event = Event.getClassSchema();
        return new Schema.Parser()
                .parse(event.toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"added\",\"type\":[\"null\",\"string\"],\"default\":null},"));
    }

    private static SchemaRegistryClient client(String url) {
        return SchemaRegistryClient.of(SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, url)));
    }
}
