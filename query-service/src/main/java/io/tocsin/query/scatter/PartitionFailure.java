package io.tocsin.query.scatter;

import java.util.Objects;

/**
 * Why a partition is missing in an answer. Immutable.
 *
 * @param kind the kind
 * @param detail in words, without addresses; may be empty
 */
public record PartitionFailure(FailureKind kind, String detail) {

    /** Nobody claims the partition. */
    public static final PartitionFailure NO_OWNER =
            new PartitionFailure(FailureKind.NO_OWNER, "no instance that may be asked has the partition");

    public PartitionFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }
}
