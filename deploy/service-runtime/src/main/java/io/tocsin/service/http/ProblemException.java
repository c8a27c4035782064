package io.tocsin.service.http;

import java.util.List;
import java.util.Objects;

/** Ends the handling of a request with a problem document. It carries no stack trace, for it is no defect. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.status() + " " + problem.title() + ": " + problem.detail(), null, false, false);
        this.problem = Objects.requireNonNull(problem);
    }

    /** Short for a 400. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(Problem.badRequest(detail));
    }

    /** Short for a 422. */
    public static ProblemException unprocessable(List<FieldError> errors) {
        return new ProblemException(Problem.unprocessable(errors));
    }

    /** What the caller is told. */
    public Problem problem() {
        return problem;
    }
}
