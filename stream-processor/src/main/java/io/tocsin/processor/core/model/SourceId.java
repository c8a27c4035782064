package io.tocsin.processor.core.model;

import java.util.Objects;

/**
 * Identity of a source. Immutable.
 *
 * @param tenant owner of the source
 * @param environment environment of the source
 * @param name name of the source
 */
public record SourceId(String tenant, String environment, String name) {

    public SourceId {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(name, "name");
    }
}
