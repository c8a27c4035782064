package io.tocsin.query.scatter;

/** More questions at the same time than allowed; the client should come back a little later. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public OverloadedException(int maxInFlight) {
        super("more than " + maxInFlight + " questions at the same time");
    }
}
