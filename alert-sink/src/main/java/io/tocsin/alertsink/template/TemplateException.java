package io.tocsin.alertsink.template;

/** A template cannot be read or carried out. The message says where and what. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Makes an exception without a place; whoever knows the place adds it. */
    TemplateException(String message) {
        super(message);
    }

    /** Makes an exception at a place: {@code file:line:column: message}. */
    TemplateException(Source source, int offset, String message) {
        super(source.place(offset) + ": " + message);
    }
}
