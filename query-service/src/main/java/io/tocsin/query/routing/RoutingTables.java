package io.tocsin.query.routing;

import java.util.concurrent.CompletionStage;

/** The present routing table. Thread-safe. */
public interface RoutingTables {

    /** Returns the table as far as known now. */
    RoutingTable current();

    /**
     * Asks the instances again, because an answer contradicted the table. Calls that come close together share one poll.
     *
     * @return completes with the fresher table; never fails
     */
    CompletionStage<RoutingTable> refresh();
}
