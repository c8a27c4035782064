package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.notification.NotificationDesk;
import io.tocsin.alertsink.notification.NotificationText;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One thing to be done with many notifications. Each has a result of its own: what fails of one does not keep the others
 * from being done. Immutable.
 *
 * @param operation what is to be done
 * @param ids ids that it is done with; empty for {@link Operation#CREATE}
 * @param texts what is to be created; empty for the others
 */
record NotificationBulk(Operation operation, List<String> ids, List<NotificationText> texts) {

    /** Ids or texts in one request at most. */
    static final int MAX_ITEMS = 1_000;

    private static final int MAX_ID = 200;

    /** What can be done with many. */
    enum Operation {
        MARK_READ,
        DELETE,
        RESEND,
        CREATE
    }

    /** Reads the body; fails with a {@link ProblemException} that names each field that is wrong. */
    static NotificationBulk read(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw ProblemException.badRequest("The body must be a JSON object.");
        }
        List<FieldError> errors = new ArrayList<>();
        Operation operation = operation(object, errors);
        List<String> ids = new ArrayList<>();
        List<NotificationText> texts = new ArrayList<>();
        if (operation == Operation.CREATE) {
            each(object, "notifications", errors, (index, item) -> {
                if (item instanceof ObjectNode one) {
                    texts.add(NotificationRequests.read(one, "notifications[" + index + "].", errors));
                } else {
                    errors.add(new FieldError("notifications[" + index + "]", "must be an object"));
                }
            });
        } else if (operation != null) {
            each(object, "ids", errors, (index, item) -> {
                String id = item.isIntegralNumber() ? item.asText() : item.textValue();
                if (id == null || id.isEmpty() || id.length() > MAX_ID) {
                    errors.add(new FieldError("ids[" + index + "]", "must be an id"));
                } else {
                    ids.add(id);
                }
            });
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new NotificationBulk(operation, ids, texts);
    }

    /** Does it, one after the other, and returns what became of each. */
    CompletionStage<JsonNode> carryOut(NotificationDesk desk, Executor executor) {
        List<CompletionStage<ObjectNode>> results = new ArrayList<>();
        switch (operation) {
            case MARK_READ -> ids.forEach(id -> results.add(result(id, desk::markRead)));
            case DELETE -> ids.forEach(id -> results.add(result(id, desk::delete)));
            case RESEND -> ids.forEach(id -> results.add(result(id, desk::resend)));
            case CREATE ->
                texts.forEach(text -> results.add(desk.send(text).handle((taken, error) -> {
                    ObjectNode result = error == null
                            ? NotificationJson.of(taken)
                            : JsonNodeFactory.instance.objectNode().put("error", "Kafka did not take it");
                    return result.put("ok", error == null);
                })));
            default -> throw new IllegalStateException("no such operation: " + operation);
        }
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        for (CompletionStage<ObjectNode> result : results) {
            all = all.thenCombineAsync(
                    result,
                    (before, one) -> {
                        shown.add(one);
                        return null;
                    },
                    executor);
        }
        return all.thenApply(done -> {
            int processed = 0;
            for (JsonNode one : shown) {
                processed += one.path("ok").asBoolean() ? 1 : 0;
            }
            body.put("processed", processed);
            body.put("failed", shown.size() - processed);
            body.set("results", shown);
            return body;
        });
    }

    private static CompletionStage<ObjectNode> result(
            String id, Function<String, CompletionStage<NotificationDesk.Outcome>> wish) {
        return wish.apply(id).handle((outcome, error) -> {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.put("id", id);
            result.put("ok", outcome == NotificationDesk.Outcome.DONE);
            if (error != null) {
                result.put("error", "Kafka did not take it");
            } else if (outcome != NotificationDesk.Outcome.DONE) {
                result.put(
                        "error",
                        switch (outcome) {
                            case UNKNOWN -> "there is no such notification";
                            case STILL_OPEN -> "it is still being delivered";
                            default -> "its channel is not configured any more";
                        });
            }
            return result;
        });
    }

    private static Operation operation(ObjectNode object, List<FieldError> errors) {
        String wanted = object.path("operation").asText();
        for (Operation operation : Operation.values()) {
            if (operation.name().equalsIgnoreCase(wanted)) {
                return operation;
            }
        }
        errors.add(new FieldError("operation", "must be one of mark_read, delete, resend, create"));
        return null;
    }

    private static void each(ObjectNode object, String name, List<FieldError> errors, Item item) {
        JsonNode list = object.path(name);
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_ITEMS) {
            errors.add(new FieldError(name, "must be a list of 1 to " + MAX_ITEMS));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            item.take(i, list.get(i));
        }
    }

    @FunctionalInterface
    private interface Item {
        void take(int index, JsonNode item);
    }
}
