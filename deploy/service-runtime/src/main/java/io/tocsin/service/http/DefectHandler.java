package io.tocsin.service.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.tocsin.service.masking.Masking;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a 500 when something failed that nobody foresaw. The caller gets a correlation id, the log gets the rest,
 * masked, for messages of exceptions quote what a client sent.
 */
@Singleton
final class DefectHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(DefectHandler.class);

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
        return problem(request.getMethodName() + " " + request.getPath(), failure)
                .toResponse();
    }

    static Problem problem(String what, Throwable failure) {
        String correlationId = UUID.randomUUID().toString();
        if (LOG.isErrorEnabled()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            LOG.error(
                    "{} failed, correlation id {}: {}",
                    Masking.mask(what),
                    correlationId,
                    Masking.mask(trace.toString()));
        }
        return Problem.internal(correlationId);
    }
}
