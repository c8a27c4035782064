package io.tocsin.alertsink.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.notification.NotificationText;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.service.http.FieldError;
import io.tocsin.service.http.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Reads notifications that clients write. Stateless. */
final class NotificationRequests {

    private static final int MAX_NAME = 200;
    private static final int MAX_MESSAGE = 10_000;

    private NotificationRequests() {}

    /** Reads one; fails with a {@link ProblemException} that names each field that is wrong. */
    static NotificationText one(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw ProblemException.badRequest("The body must be a JSON object.");
        }
        List<FieldError> errors = new ArrayList<>();
        NotificationText text = read(object, "", errors);
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return text;
    }

    /**
     * Reads one of several.
     *
     * @param prefix where it stands in the body, before the names of its fields
     * @param errors takes what is wrong
     * @return the text; of no use when there were errors
     */
    static NotificationText read(ObjectNode object, String prefix, List<FieldError> errors) {
        String channel = text(object, prefix, "channel", MAX_NAME, true, errors);
        String title = text(object, prefix, "title", MAX_NAME, true, errors);
        String message = text(object, prefix, "message", MAX_MESSAGE, false, errors);
        return new NotificationText(channel, title, message, severity(object, prefix, errors));
    }

    private static String text(
            ObjectNode object, String prefix, String name, int maxLength, boolean required, List<FieldError> errors) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            if (required) {
                errors.add(new FieldError(prefix + name, "is required"));
            }
            return "";
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (!value.isTextual() || required && text.isEmpty() || text.length() > maxLength) {
            errors.add(new FieldError(
                    prefix + name, "must be a text of " + (required ? 1 : 0) + " to " + maxLength + " characters"));
        }
        return text;
    }

    private static AlertSeverity severity(ObjectNode object, String prefix, List<FieldError> errors) {
        JsonNode value = object.path("severity");
        if (value.isMissingNode() || value.isNull()) {
            return AlertSeverity.INFO;
        }
        for (AlertSeverity severity : AlertSeverity.values()) {
            if (severity.name().equalsIgnoreCase(value.asText())) {
                return severity;
            }
        }
        errors.add(new FieldError(prefix + "severity", "must be one of info, warning, critical, emergency"));
        return AlertSeverity.INFO;
    }
}
