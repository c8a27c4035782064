package io.tocsin.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry did not answer, refused the credentials or failed itself: nothing is known about the record, which may be
 * perfectly good. Whoever catches it tries again later and never drops the record.
 */
public class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was asked and what each registry answered, without credentials
     */
    public RegistryUnavailableException(String message) {
        super(message);
    }
}
