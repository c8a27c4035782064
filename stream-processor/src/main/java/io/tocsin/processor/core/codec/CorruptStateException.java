package io.tocsin.processor.core.codec;

/** Stored bytes that are not what they should be: cut off, damaged, or of a version that this code does not know. */
public final class CorruptStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one with a message that says what was found and where. */
    public CorruptStateException(String message) {
        super(message);
    }

    /** Makes one with a message and the cause. */
    public CorruptStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
