package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;
import io.tocsin.schemas.serde.RegistryUnavailableException;
import io.tocsin.schemas.serde.UnknownSchemaException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads transitions from records and refuses those that no receiver could be told of. Thread-safe as its deserializer
 * is.
 */
final class TransitionReader {

    private static final int WIRE_HEAD_BYTES = 5;

    private final Deserializer<AlertTransition> values;

    TransitionReader(Deserializer<AlertTransition> values) {
        this.values = values;
    }

    /**
     * Reads a record.
     *
     * @throws PoisonException when the record can never be read
     * @throws RegistryUnavailableException when the registry has to be asked and does not answer
     */
    AlertTransition read(String topic, byte[] key, byte[] value) {
        if (key == null) {
            throw new PoisonException(DeadLetterReason.NULL_KEY, "the record has no key");
        }
        if (value == null) {
            throw new PoisonException(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        AlertTransition transition = decode(topic, value);
        validate(transition);
        byte[] fingerprint = transition.getAlert().getFingerprint().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(key, fingerprint)) {
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the key is not the fingerprint of the alert");
        }
        return transition;
    }

    private AlertTransition decode(String topic, byte[] value) {
        if (value.length < WIRE_HEAD_BYTES) {
            throw new PoisonException(DeadLetterReason.TOO_SHORT, "the value has " + value.length + " bytes");
        }
        if (value[0] != 0) {
            throw new PoisonException(
                    DeadLetterReason.WRONG_MAGIC_BYTE, "the value begins with byte " + (value[0] & 0xFF));
        }
        try {
            return values.deserialize(topic, value);
        } catch (RegistryUnavailableException tryLater) {
            throw tryLater;
        } catch (UnknownSchemaException unknown) {
            throw new PoisonException(
                    DeadLetterReason.UNKNOWN_SCHEMA, "the registry does not know the schema", unknown);
        } catch (SerializationException unreadable) {
            DeadLetterReason reason = unreadable.getCause() instanceof AvroTypeException
                    ? DeadLetterReason.WRONG_SCHEMA
                    : DeadLetterReason.MALFORMED;
            throw new PoisonException(reason, "the value is no AlertTransition", unreadable);
        }
    }

    private static void validate(AlertTransition transition) {
        Alert alert = transition.getAlert();
        if (transition.getId().isEmpty()) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "the transition has no id");
        }
        if (alert.getFingerprint().isEmpty()) {
            throw new PoisonException(DeadLetterReason.INVALID_VALUE, "the alert has no fingerprint");
        }
        if (alert.getState() != transition.getTo()) {
            throw new PoisonException(
                    DeadLetterReason.INVALID_VALUE,
                    "the transition leads to " + transition.getTo() + " but the alert is " + alert.getState());
        }
    }
}
