package io.tocsin.standalone.replay;

import java.io.IOException;
import java.util.Optional;

/** The events of a file, in the order of its lines. Not thread-safe. */
interface EventSource {

    /**
     * Returns the next event, or empty at the end of the file.
     *
     * @throws LineProblem when the next line is no event; the call after it goes on with the line behind
     * @throws IOException when the file cannot be read
     */
    Optional<ReplayItem> next() throws IOException, LineProblem;
}
