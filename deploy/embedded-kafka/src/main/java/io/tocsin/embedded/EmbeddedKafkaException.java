package io.tocsin.embedded;

/** The embedded Kafka or its registry cannot start or cannot go on. */
public class EmbeddedKafkaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public EmbeddedKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
