package io.tocsin.gateway.decode;

import io.tocsin.service.http.FieldError;
import java.util.List;

/** Says that a body was refused as a whole; nothing of it was taken. */
public final class RejectedBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a body was refused. */
    public enum Reason {
        /** It is not JSON, or not the JSON that this address takes. */
        SYNTAX,
        /** It has more items than allowed. */
        TOO_MANY_ITEMS,
        /** A field of it is wrong. */
        INVALID
    }

    private final Reason reason;
    private final transient List<FieldError> errors;

    RejectedBodyException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.errors = List.of();
    }

    RejectedBodyException(List<FieldError> errors) {
        super("fields are wrong", null, false, false);
        this.reason = Reason.INVALID;
        this.errors = List.copyOf(errors);
    }

    /** Returns why. */
    public Reason reason() {
        return reason;
    }

    /** Returns the fields that are wrong; empty unless the reason is {@link Reason#INVALID}. */
    public List<FieldError> errors() {
        return errors;
    }
}
