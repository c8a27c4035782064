package io.tocsin.query.view;

import io.tocsin.schemas.key.SourceKey;
import java.util.List;

/** Several sources have the name that was asked for. */
public final class AmbiguousSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<SourceKey> candidates;

    /** Makes the exception. */
    public AmbiguousSourceException(String name, List<SourceKey> candidates) {
        super("the name '" + name + "' stands for " + candidates.size() + " sources; say which with ?environment=");
        this.candidates = List.copyOf(candidates);
    }

    /** Returns the sources, by environment. */
    public List<SourceKey> candidates() {
        return candidates;
    }
}
