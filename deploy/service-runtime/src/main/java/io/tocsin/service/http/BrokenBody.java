package io.tocsin.service.http;

import io.tocsin.service.http.connection.RefusedRequest;
import java.io.IOException;

/** Says what it means for the caller that a body broke off. */
final class BrokenBody {

    private BrokenBody() {}

    static Throwable asProblem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException) {
                return cause;
            }
            if (cause instanceof RefusedRequest refusal) {
                return new ProblemException(refusal.problem());
            }
        }
        return failure instanceof IOException
                ? new ProblemException(Problem.badRequest("The connection ended before the whole body was there."))
                : failure;
    }
}
