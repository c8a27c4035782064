package io.tocsin.gateway.account;

import java.util.Locale;

/** Why an item was refused for good: a retry cannot help. */
public enum Rejection {
    /** It is not JSON, not UTF-8, or its compression is broken. */
    SYNTAX,
    /** A field is wrong. */
    INVALID,
    /** The body, the batch or the record is too large. */
    TOO_LARGE,
    /** Its media type or content coding is not understood. */
    UNSUPPORTED,
    /** The body did not arrive: it took too long or the client went away. */
    INCOMPLETE;

    /** Returns its name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns why a body was refused, by the status of the answer. */
    public static Rejection ofStatus(int status) {
        return switch (status) {
            case 408 -> INCOMPLETE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED;
            case 422 -> INVALID;
            default -> SYNTAX;
        };
    }
}
