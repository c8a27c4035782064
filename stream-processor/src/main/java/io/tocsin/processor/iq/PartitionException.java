package io.tocsin.processor.iq;

/** A partition does not answer. */
final class PartitionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final PartitionError error;

    PartitionException(PartitionError error, Throwable cause) {
        super(error.name(), cause);
        this.error = error;
    }

    PartitionException(PartitionError error) {
        this(error, null);
    }

    PartitionError error() {
        return error;
    }
}
