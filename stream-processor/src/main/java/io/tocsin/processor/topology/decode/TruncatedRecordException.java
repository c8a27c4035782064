package io.tocsin.processor.topology.decode;

/** The bytes are not what the writer schema says: they end early, go on behind the end, or a length is impossible. */
final class TruncatedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TruncatedRecordException(String message) {
        super(message);
    }
}
