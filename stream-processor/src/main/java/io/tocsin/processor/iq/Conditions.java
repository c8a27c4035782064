package io.tocsin.processor.iq;

import io.tocsin.schemas.QueryRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the conditions of a question. Stateless. */
final class Conditions {

    static final String STATUS = "status";
    static final String SOURCE = "source";
    static final String ENVIRONMENT = "environment";
    static final String STATE = "state";
    static final String SEVERITY = "severity";
    static final String OWNER = "owner";
    static final String KIND = "kind";
    static final String ALERT = "alert";
    static final String ACTOR = "actor";
    static final String LEVEL = "level";
    static final String TEMPLATE = "template";
    static final String CATEGORY = "category";
    static final String ACTIONABLE = "actionable";
    static final String FROM = "from";
    static final String TO = "to";
    static final String METRIC = "metric";
    static final String HORIZON = "horizon";
    static final String LIMIT = "limit";
    static final String NAME_PART = "q";

    private Conditions() {}

    /** Returns the values of which one must hold, in upper case; empty when any will do. */
    static Set<String> anyOf(QueryRequest request, String name) {
        String text = request.getFilter().get(name);
        return text == null || text.isBlank()
                ? Set.of()
                : Arrays.stream(text.split(","))
                        .map(part -> part.strip().toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the text of a condition, or null. */
    static String text(QueryRequest request, String name) {
        return request.getFilter().get(name);
    }

    /** Returns the time of a condition in epoch milliseconds, or what holds without it. */
    static long time(QueryRequest request, String name, long otherwise) {
        String text = request.getFilter().get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no time in epoch milliseconds: '" + text + "'", e);
        }
    }

    /** Checks that a question asks for nothing that a view does not understand. */
    static void requireKnown(Map<String, String> filter, Set<String> known) {
        for (String name : filter.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown condition '" + name + "', known are " + known);
            }
        }
    }
}
