package io.tocsin.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes serialisers and deserialisers of the class that the configuration names, {@link AvroSerializer} and {@link
 * AvroDeserializer} unless it names others. With the Maven profile {@code confluent} the class path has {@code
 * io.confluent.kafka.serializers.KafkaAvroSerializer} and {@code KafkaAvroDeserializer}, which take the same
 * configuration, write the same bytes and speak to the same registries. Stateless.
 */
public final class AvroSerdes {

    /** Setting: name of the serialiser's class. */
    public static final String SERIALIZER_CLASS = "avro.serializer.class";
    /** Setting: name of the deserialiser's class. */
    public static final String DESERIALIZER_CLASS = "avro.deserializer.class";

    private AvroSerdes() {}

    /**
     * Returns a configured serialiser.
     *
     * @param configuration configuration by the names of {@link SerdeSettings} and of this class
     * @throws ConfigException when the class is not there or is no serialiser, or a value is wrong
     */
    public static <T extends SpecificRecord> Serializer<T> serializer(Map<String, ?> configuration, boolean isKey) {
        @SuppressWarnings("unchecked")
        Serializer<T> serializer = make(configuration, SERIALIZER_CLASS, AvroSerializer.class, Serializer.class);
        serializer.configure(configuration, isKey);
        return serializer;
    }

    /**
     * Returns a configured deserialiser of a generated class.
     *
     * @param configuration configuration by the names of {@link SerdeSettings} and of this class
     * @throws ConfigException when the class is not there or is no deserialiser, or a value is wrong
     */
    public static <T extends SpecificRecord> Deserializer<T> deserializer(
            Class<T> type, Map<String, ?> configuration, boolean isKey) {
        @SuppressWarnings("unchecked")
        Deserializer<T> deserializer =
                make(configuration, DESERIALIZER_CLASS, AvroDeserializer.class, Deserializer.class);
        Map<String, Object> withType = new HashMap<>(configuration);
        withType.put(SerdeSettings.SPECIFIC_READER, true);
        withType.put(isKey ? SerdeSettings.SPECIFIC_KEY_TYPE : SerdeSettings.SPECIFIC_VALUE_TYPE, type.getName());
        deserializer.configure(withType, isKey);
        return deserializer;
    }

    private static <C> C make(Map<String, ?> configuration, String setting, Class<? extends C> usual, Class<C> wanted) {
        Object name = configuration.get(setting);
        String className = name == null ? usual.getName() : name.toString();
        try {
            return Utils.newInstance(className, wanted);
        } catch (ClassNotFoundException missing) {
            throw new ConfigException(setting, className, "is not on the class path");
        } catch (ClassCastException other) {
            throw new ConfigException(setting, className, "is no " + wanted.getSimpleName());
        }
    }
}
