package io.tocsin.query.routing;

import java.util.Objects;

/**
 * A processor instance and where it can be asked. Immutable.
 *
 * @param id id of the instance, new at each of its starts
 * @param address host:port of its private query endpoint
 */
public record Instance(String id, String address) {

    public Instance {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
    }
}
