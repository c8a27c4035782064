package io.tocsin.query.http;

import io.micronaut.http.HttpRequest;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.ProblemException;

/**
 * Names in paths, decoded once from the path as it was sent: the framework's own variables turn a plus sign into a space.
 * Stateless.
 */
final class RawPath {

    private RawPath() {}

    /**
     * Returns a segment of the path.
     *
     * @param index number of the segment, from 0
     */
    static String segment(HttpRequest<?> request, int index) {
        String path = request.getUri().getRawPath();
        int start = 1;
        for (int i = 0; i < index; i++) {
            start = path.indexOf('/', start) + 1;
        }
        int end = path.indexOf('/', start);
        try {
            return QueryString.segment(path.substring(start, end < 0 ? path.length() : end));
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest(malformed.getMessage());
        }
    }

    /** Returns a segment of the path that is the name of a source. */
    static String sourceName(HttpRequest<?> request, int index) {
        return requireSource("name", segment(request, index));
    }

    /** Returns the name of a source, checked. */
    static String requireSource(String parameter, String name) {
        try {
            return new SourceKey("any", "any", name).name();
        } catch (IllegalArgumentException impossible) {
            throw Parameters.invalid(parameter, impossible.getMessage());
        }
    }

    /** Returns the name of an environment, checked; null for null. */
    static String requireEnvironment(String environment) {
        if (environment == null) {
            return null;
        }
        try {
            return new SourceKey("any", environment, "any").environment();
        } catch (IllegalArgumentException impossible) {
            throw Parameters.invalid("environment", impossible.getMessage());
        }
    }
}
