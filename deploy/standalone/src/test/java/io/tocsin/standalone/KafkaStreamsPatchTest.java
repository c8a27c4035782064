package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** The one class of Kafka Streams that is patched, on the class path with everything on it. */
class KafkaStreamsPatchTest {

    private static final String PATCHED = "org.apache.kafka.streams.processor.internals.PartitionGroup";
    private static final String TAKEN_FROM = "4.3.1";

    @Test
    void thePatchedClassIsTheOneThatIsLoaded() throws ClassNotFoundException {
        Class<?> loaded = Class.forName(PATCHED, false, getClass().getClassLoader());
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().toString())
                .contains("kafka-streams-patch");
    }

    @Test
    void theVersionOfKafkaIsTheOneThatThePatchWasTakenFrom() {
        assertThat(AppInfoParser.getVersion())
                .as("compare PartitionGroup with that of the new version, or delete the patch if Kafka does without")
                .isEqualTo(TAKEN_FROM);
    }
}
