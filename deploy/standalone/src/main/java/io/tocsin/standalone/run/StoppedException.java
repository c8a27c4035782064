package io.tocsin.standalone.run;

/** The platform was told to stop before it had started. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
