package io.tocsin.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.ItemResult;
import java.io.IOException;
import java.util.Optional;

/**
 * The 202 of our own addresses: {@code accepted}, {@code rejected}, {@code position}, {@code results} with index, id, status
 * ({@code accepted} or {@code rejected}) and errors of each item, and {@code id} when the body was one object. With
 * {@code Prefer: return=minimal} the results are only those of rejected items. Stateless.
 */
final class EventsAnswer {

    private EventsAnswer() {}

    /** Returns the answer. */
    static MutableHttpResponse<?> of(
            DecodedBatch batch, String position, Preferences preferences, Optional<JsonNode> evaluation) {
        MutableHttpResponse<?> response = Answers.json(HttpStatus.ACCEPTED, position, json -> {
            if (batch.single()) {
                json.writeStringField("id", batch.results().get(0).id());
            }
            json.writeNumberField("accepted", batch.accepted());
            json.writeNumberField("rejected", batch.rejected());
            json.writeStringField("position", position);
            if (evaluation.isPresent()) {
                json.writeFieldName("evaluation");
                json.writeRawValue(evaluation.get().toString());
            }
            results(json, batch, preferences.minimal());
        });
        if (evaluation.isPresent()) {
            response.header(
                    "Preference-Applied", "wait=" + preferences.waitFor().toSeconds());
        }
        return response;
    }

    private static void results(JsonGenerator json, DecodedBatch batch, boolean onlyRejected) throws IOException {
        json.writeArrayFieldStart("results");
        for (ItemResult result : batch.results()) {
            if (onlyRejected && result.accepted()) {
                continue;
            }
            json.writeStartObject();
            json.writeNumberField("index", result.index());
            json.writeStringField("id", result.id());
            json.writeStringField("status", result.accepted() ? "accepted" : "rejected");
            Answers.errors(json, result.errors());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
