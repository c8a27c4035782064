package io.tocsin.query.scatter;

/** A request to an instance that was not answered as the query RPC says. */
public final class IqException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PartitionFailure failure;

    /** Makes the exception of a failure. */
    public IqException(FailureKind kind, String detail, Throwable cause) {
        super(kind + ": " + detail, cause);
        this.failure = new PartitionFailure(kind, detail);
    }

    /** Returns the failure, which is that of every partition of the request. */
    public PartitionFailure failure() {
        return failure;
    }
}
