package io.tocsin.service.http.connection;

import io.tocsin.service.http.Problem;
import java.nio.channels.ClosedChannelException;

/**
 * A request that is not handled, or not to its end, because of how it arrived.
 *
 * <p>Its cause makes the framework take it for a fault of the client when nobody waits for the body any more.
 */
public final class RefusedRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final ClosedChannelException FAULT_OF_THE_CLIENT = new ClosedChannelException();

    private final transient Problem problem;

    RefusedRequest(Problem problem) {
        super(problem.title() + ": " + problem.detail(), FAULT_OF_THE_CLIENT, false, false);
        this.problem = problem;
    }

    /** What the client is told. */
    public Problem problem() {
        return problem;
    }
}
