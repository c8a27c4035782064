package io.tocsin.gateway.decode;

import io.tocsin.service.http.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it was understood.
 *
 * @param records what goes to Kafka; an item may become several records or, when it is wrong, none
 * @param results what became of each item, in order
 * @param sources names of the sources
 * @param single whether the body was one item and no batch
 */
public record DecodedBatch(
        List<OutgoingRecord> records, List<ItemResult> results, SourceNames sources, boolean single) {

    /** Returns the number of items that were taken. */
    public int accepted() {
        int accepted = 0;
        for (ItemResult result : results) {
            if (result.accepted()) {
                accepted++;
            }
        }
        return accepted;
    }

    /** Returns the number of items that were not taken. */
    public int rejected() {
        return results.size() - accepted();
    }

    /** Returns what is wrong, over all items, the first of them up to a number. */
    public List<FieldError> errors(int most) {
        List<FieldError> errors = new ArrayList<>();
        for (ItemResult result : results) {
            for (FieldError error : result.errors()) {
                if (errors.size() == most) {
                    return errors;
                }
                errors.add(error);
            }
        }
        return errors;
    }
}
