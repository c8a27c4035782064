package io.tocsin.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of a registry that means something: success, or one of the registry's own errors.
 *
 * @param status HTTP status
 * @param body JSON body; an object
 */
record RegistryReply(int status, JsonNode body) {

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int SCHEMA_NOT_FOUND = 40403;

    /** Returns whether the registry did what it was asked. */
    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Returns whether the registry itself, and not a proxy or a wrong path, says that it does not know the thing. */
    boolean isUnknown() {
        return errorCode() >= SUBJECT_NOT_FOUND && errorCode() <= SCHEMA_NOT_FOUND;
    }

    /** Returns the registry's error code, 0 if it has none. */
    int errorCode() {
        return body.path("error_code").asInt();
    }

    /** Returns what the registry says is wrong. */
    String message() {
        return errorCode() + " " + body.path("message").asText();
    }
}
