package io.tocsin.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes answers. Stateless. */
final class Answers {

    /** Header with the position that a later read can ask for. */
    static final String POSITION = "Tocsin-Position";

    private static final int USUAL_SIZE = 256;

    /** Writes the fields of an answer. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private Answers() {}

    /** Returns an answer with a JSON object as body. */
    static MutableHttpResponse<?> json(HttpStatus status, String position, Fields fields) {
        ByteArrayBuilder out = new ByteArrayBuilder(USUAL_SIZE);
        try (JsonGenerator json = StrictJson.factory().createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(status)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(out.toByteArray());
        return position.isEmpty() ? response : response.header(POSITION, position);
    }

    /** Writes wrong fields, if any. */
    static void errors(JsonGenerator json, List<FieldError> errors) throws IOException {
        if (errors.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("errors");
        for (FieldError error : errors) {
            json.writeStartObject();
            json.writeStringField("field", error.field());
            json.writeStringField("message", error.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
