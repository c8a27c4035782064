package io.tocsin.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refuses a schema: it is not valid, or not compatible with what the subject already holds. */
public class SchemaRejectedException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message carries the registry's reason. */
    public SchemaRejectedException(String message) {
        super(message);
    }
}
