package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AvroSerdesTest {

    @Test
    void withoutAWordOursAreUsed() {
        Map<String, Object> configuration = configuration(Map.of());

        byte[] bytes = AvroSerdes.<Event>serializer(configuration, false).serialize("t", ExampleRecords.event());

        assertThat(AvroSerdes.deserializer(Event.class, configuration, false).deserialize("t", bytes))
                .isEqualTo(ExampleRecords.event());
    }

    @Test
    void othersAreUsedByName() {
        Map<String, Object> configuration = configuration(Map.of(
                AvroSerdes.SERIALIZER_CLASS, ByteArraySerializer.class.getName(),
                AvroSerdes.DESERIALIZER_CLASS, ByteArrayDeserializer.class.getName()));

        assertThat(AvroSerdes.serializer(configuration, false)).isInstanceOf(ByteArraySerializer.class);
        assertThat(AvroSerdes.deserializer(Event.class, configuration, false))
                .isInstanceOf(ByteArrayDeserializer.class);
    }

    @Test
    void aMissingClassAndAWrongOneAreNamed() {
        assertThatThrownBy(() -> AvroSerdes.serializer(
                        configuration(Map.of(AvroSerdes.SERIALIZER_CLASS, "com.example.Missing")), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example.Missing");
        assertThatThrownBy(() -> AvroSerdes.deserializer(
                        Event.class, configuration(Map.of(AvroSerdes.DESERIALIZER_CLASS, "java.lang.String")), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("java.lang.String");
    }

    private static Map<String, Object> configuration(Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put(SerdeSettings.REGISTRY_URL, "mock://by-name");
        return configuration;
    }
}
