package io.tocsin.service.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a 500 when something failed that nobody foresaw. The caller gets a correlation id, the log gets the rest,
 * which it masks.
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
        LOG.error("{} failed, correlation id {}", what, correlationId, failure);
        return Problem.internal(correlationId);
    }
}
