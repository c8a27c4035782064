package io.tocsin.query.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client accepts, in the order of its header. Immutable.
 *
 * @param types media ranges with their parameters, lower case
 */
record Accepted(List<String> types) {

    static Accepted of(HttpRequest<?> request) {
        List<String> types = new ArrayList<>();
        for (String header : request.getHeaders().getAll(HttpHeaders.ACCEPT)) {
            for (String type : header.split(",")) {
                if (!type.isBlank()) {
                    types.add(type.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return new Accepted(types);
    }

    /**
     * Returns whether the client is a scraper: it names an exposition format. A bare {@code text/plain} means that only
     * when nothing else is accepted, since many clients add it to JSON.
     */
    boolean wantsExposition() {
        return names("application/openmetrics-text")
                || names("application/vnd.google.protobuf")
                || types.stream().anyMatch(type -> isType(type, "text/plain") && type.contains("version="))
                || (types.size() == 1 && isType(types.get(0), "text/plain"));
    }

    /** Returns whether the client would rather have a page than anything else: it names HTML first, as browsers do. */
    boolean wantsPage() {
        return !types.isEmpty() && isType(types.get(0), "text/html");
    }

    /** Returns whether a media type is named. */
    boolean names(String mediaType) {
        return types.stream().anyMatch(type -> isType(type, mediaType));
    }

    private static boolean isType(String range, String mediaType) {
        return range.equals(mediaType) || range.startsWith(mediaType + ";") || range.startsWith(mediaType + " ");
    }
}
