package io.tocsin.standalone.replay;

/** A line of a file that is no event. The lines after it can still be read. */
final class LineProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final long line;

    LineProblem(long line, String problem) {
        super(problem);
        this.line = line;
    }

    /** Number of the line, from 1. */
    long line() {
        return line;
    }
}
