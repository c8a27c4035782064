package io.tocsin.processor.iq;

import io.tocsin.schemas.QueryRequest;
import java.util.List;
import java.util.Set;

/** One view of the query RPC: which stores it reads and how a question becomes rows. Implementations are thread-safe. */
interface StoreView {

    /** Returns the name of the view. */
    String name();

    /** Returns whether it is over the stores of the scope fold; otherwise over those of the source fold. */
    default boolean ofScopes() {
        return false;
    }

    /**
     * Returns the topics, by their short names, whose positions the view can wait for; null for those of the source fold.
     */
    default Set<String> positions() {
        return ofScopes() ? Set.of() : null;
    }

    /** Returns the stores that a question reads; the answer is as fresh as the stalest of them. */
    List<String> stores(QueryRequest request);

    /** Returns the conditions that the view understands. */
    Set<String> filters();

    /**
     * Finds the rows of one partition.
     *
     * @param streamTime stream time of the partition: epoch milliseconds
     * @throws PartitionException when the deadline is over
     * @throws IllegalArgumentException when the question makes no sense
     */
    void find(LocalStores stores, int partition, QueryRequest request, long streamTime, RowSink rows);
}
