package io.tocsin.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered, and does not know the schema: trying again will not help. A record that names it is poison. */
public class UnknownSchemaException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message says which schema is meant. */
    public UnknownSchemaException(String message) {
        super(message);
    }
}
