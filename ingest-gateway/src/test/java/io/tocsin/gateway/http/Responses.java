package io.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.service.http.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What tests ask of answers. */
final class Responses {

    private Responses() {}

    static JsonNode json(HttpResponse<String> response) {
        return StrictJson.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    static List<String> fields(HttpResponse<String> response) {
        return json(response).properties().stream().map(field -> field.getKey()).toList();
    }

    /** Requires a problem document and returns it. */
    static JsonNode problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        return problem;
    }

    /** Requires a problem that names when to try again. */
    static JsonNode retryable(HttpResponse<String> response, int status) {
        assertThat(response.headers().firstValue("Retry-After"))
                .as(response.body())
                .isPresent();
        return problem(response, status);
    }
}
