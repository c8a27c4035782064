package io.tocsin.query.view;

import io.tocsin.query.scatter.PartitionFailure;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer cannot be given now, because the partitions that decide it did not answer. Not the same as "there is none".
 */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SortedMap<Integer, PartitionFailure> missing;

    /**
     * Makes the exception.
     *
     * @param what what cannot be answered, in words
     * @param missing partitions that did not answer
     */
    public UnavailableException(String what, SortedMap<Integer, PartitionFailure> missing) {
        super(what);
        this.missing = new TreeMap<>(missing);
    }

    /** Returns the partitions that did not answer, and why. */
    public SortedMap<Integer, PartitionFailure> missing() {
        return missing;
    }
}
