package io.tocsin.service.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.tocsin.service.http.connection.RefusedRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns the framework's own errors (no route, wrong method, failed conversion and so on) into problem documents. */
@Singleton
@Primary
final class ProblemErrorProcessor implements ErrorResponseProcessor<Object> {

    @Override
    @SuppressWarnings("unchecked")
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        if (context.getRequest().getMethod() == HttpMethod.OPTIONS && response.code() == 405) {
            return (MutableHttpResponse<Object>)
                    (MutableHttpResponse<?>) HttpResponse.noContent().header("Allow", allowed(response));
        }
        Problem problem = problem(context, response);
        MutableHttpResponse<?> answer = problem.toResponse();
        response.getHeaders().forEach((name, values) -> {
            if (!answer.getHeaders().contains(name)) {
                values.forEach(value -> answer.header(name, value));
            }
        });
        return (MutableHttpResponse<Object>) answer;
    }

    private static Problem problem(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        if (request instanceof NettyHttpRequest<?> netty
                && netty.getNativeRequest().decoderResult().cause() instanceof RefusedRequest refusal) {
            return refusal.problem();
        }
        int status = response.code();
        if (status >= 500) {
            Throwable cause = context.getRootCause().orElseGet(() -> new IllegalStateException("Status " + status));
            return DefectHandler.problem(request.getMethodName() + " " + request.getPath(), cause);
        }
        return switch (status) {
            case 404 -> Problem.notFound("There is nothing at this path.");
            case 405 ->
                Problem.methodNotAllowed(
                        "This path does not know the method.",
                        response.getHeaders().getAll("Allow").stream().sorted().collect(Collectors.joining(", ")));
            default -> Problem.ofStatus(status, detail(context.getErrors()));
        };
    }

    private static String allowed(MutableHttpResponse<?> response) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        for (String header : response.getHeaders().getAll("Allow")) {
            methods.addAll(List.of(header.split(",\\s*")));
        }
        return String.join(", ", methods);
    }

    private static String detail(List<Error> errors) {
        return errors.stream().map(Error::getMessage).collect(Collectors.joining("; "));
    }
}
