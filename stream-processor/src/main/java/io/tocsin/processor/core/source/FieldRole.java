package io.tocsin.processor.core.source;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the name of a field says about its meaning to the checks of single records. */
enum FieldRole {
    /** None. */
    OTHER,
    /** HTTP status, or the word for how it went. */
    STATUS,
    /** Whether it went well. */
    SUCCESS,
    /** What went wrong. */
    ERROR,
    /** What came out of some work: to be missing is a finding. */
    OUTPUT,
    /** What was answered: it may be empty for good reasons. */
    BODY,
    /** A part of what came out or was answered: {@code output.items}. */
    PART_OF_OUTPUT,
    /** Whether what came out is as it should be. */
    OUTPUT_VALID,
    /** Whether something was processed. */
    PROCESSED,
    /** Whether something was completed. */
    COMPLETED,
    /** How many items were processed. */
    ITEMS_PROCESSED,
    /** The source that was called. */
    TARGET,
    /** The source that calls. */
    CALLER;

    private static final Map<String, FieldRole> KNOWN = new HashMap<>();

    static {
        put(STATUS, "status_code", "status", "http_status", "http_status_code", "statuscode", "http.status_code");
        put(STATUS, "http.response.status_code", "response.status_code", "response.status");
        put(SUCCESS, "success", "succeeded", "ok", "is_success", "response.success", "body.success", "result.success");
        put(ERROR, "error", "errors", "error_message", "exception", "response.error", "body.error", "result.error");
        put(ERROR, "output.error", "response.errors", "body.errors", "error.message", "response.error.message");
        put(OUTPUT, "output", "result");
        put(BODY, "response", "body", "response_body");
        put(OUTPUT_VALID, "output_valid", "valid_output", "output_is_valid");
        put(PROCESSED, "processed");
        put(COMPLETED, "completed");
        put(ITEMS_PROCESSED, "items_processed");
        put(STATUS, "outcome", "result_status", "http.status", "status.code", "otel.status_code");
        put(TARGET, "target", "peer.service", "peer_service", "dependency", "downstream", "downstream_service");
        put(TARGET, "target_service", "called_service", "callee", "destination_service", "upstream");
        put(TARGET, "upstream_service", "remote_service", "depends_on", "server.address", "service.peer.name");
        put(CALLER, "parent_service", "parent.service", "caller", "caller_service", "called_by", "client_service");
    }

    private static void put(FieldRole role, String... names) {
        for (String name : names) {
            KNOWN.put(name, role);
        }
    }

    /** Returns the role of a name; case does not count. */
    static FieldRole of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        FieldRole role = KNOWN.get(lower);
        if (role != null) {
            return role;
        }
        int dot = lower.indexOf('.');
        FieldRole whole = dot > 0 ? KNOWN.get(lower.substring(0, dot)) : null;
        return whole == OUTPUT || whole == BODY ? PART_OF_OUTPUT : OTHER;
    }

    /** Remembers the roles of names that were seen, a bounded number of them. Not thread-safe: one per fold. */
    static final class Memory {

        private static final int MOST = 4096;

        private final Map<String, FieldRole> roles = new HashMap<>();

        /** Returns the role of a name. */
        FieldRole of(String name) {
            FieldRole role = roles.get(name);
            if (role == null) {
                role = FieldRole.of(name);
                if (roles.size() < MOST) {
                    roles.put(name, role);
                }
            }
            return role;
        }
    }
}
