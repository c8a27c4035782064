package io.tocsin.gateway.decode;

import io.tocsin.service.http.FieldError;
import java.util.List;

/**
 * What became of one item of a request.
 *
 * @param index its place, from 0
 * @param id its id, sent or made; null when it was not understood so far
 * @param outcome whether it was taken
 * @param errors what is wrong with it, empty when it was taken
 */
public record ItemResult(int index, String id, Outcome outcome, List<FieldError> errors) {

    /** Whether an item was taken. */
    public enum Outcome {
        /** Good. */
        ACCEPTED,
        /** JSON, but not what it should be. */
        INVALID,
        /** No JSON. */
        MALFORMED
    }

    static ItemResult accepted(int index, String id) {
        return new ItemResult(index, id, Outcome.ACCEPTED, List.of());
    }

    static ItemResult rejected(int index, String id, List<FieldError> errors) {
        return new ItemResult(index, id, Outcome.INVALID, errors);
    }

    static ItemResult malformed(int index, FieldError error) {
        return new ItemResult(index, null, Outcome.MALFORMED, List.of(error));
    }

    /** Returns whether it was taken. */
    public boolean accepted() {
        return outcome == Outcome.ACCEPTED;
    }
}
