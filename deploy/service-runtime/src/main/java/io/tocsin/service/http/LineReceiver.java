package io.tocsin.service.http;

import java.util.concurrent.CompletionStage;

/** Takes the lines of a streaming body. */
@FunctionalInterface
public interface LineReceiver {

    /**
     * Takes some lines. Called again only when the stage has completed, in order, on the connection's event loop; while it
     * has not, nothing more is read from the connection, so that the client feels the pressure.
     *
     * @param lines at least one; valid until the stage completes
     * @return completes when the next lines may come; if it fails, or the call throws, the body is given up
     */
    CompletionStage<?> lines(LineBatch lines);
}
