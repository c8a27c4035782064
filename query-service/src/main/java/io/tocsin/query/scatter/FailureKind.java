package io.tocsin.query.scatter;

/** Why a partition did not answer. */
public enum FailureKind {
    /** Nobody who may be asked claims the partition. */
    NO_OWNER,
    /** The instance does not have the partition. */
    NOT_HERE,
    /** The instance is still restoring the partition. */
    RESTORING,
    /** The state had not come as far as the position that was asked for. */
    BEHIND,
    /** A standby answered that is too far behind, or does not say how far. */
    LAGGING,
    /** No answer in time. */
    TIMEOUT,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** The answer was not one: wrong status, unreadable bytes, another instance, a partition left out. */
    MALFORMED,
    /** The instance says that it failed. */
    FAILED;

    /** Returns the kind that an instance means by an error of the query RPC; {@link #FAILED} for one that is not known. */
    public static FailureKind ofRpc(String error) {
        return switch (error) {
            case "NOT_HERE" -> NOT_HERE;
            case "RESTORING" -> RESTORING;
            case "BEHIND" -> BEHIND;
            case "TIMEOUT" -> TIMEOUT;
            default -> FAILED;
        };
    }
}
