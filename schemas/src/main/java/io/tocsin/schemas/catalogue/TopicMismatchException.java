package io.tocsin.schemas.catalogue;

import org.apache.kafka.common.KafkaException;

/** Topics that are there differ from the catalogue in a way that would make wrong results. */
public class TopicMismatchException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names each topic and what is wrong with it. */
    public TopicMismatchException(String message) {
        super(message);
    }
}
