package io.tocsin.query.routing;

import io.tocsin.schemas.Inventory;
import java.util.Objects;

/**
 * What is known of an instance: its latest inventory and whether the latest try to fetch one succeeded. Immutable.
 *
 * @param instance the instance
 * @param inventory its latest inventory
 * @param reachable whether the latest poll was answered
 */
public record KnownInstance(Instance instance, Inventory inventory, boolean reachable) {

    public KnownInstance {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(inventory, "inventory");
    }

    /** Returns the same with an unanswered poll. */
    public KnownInstance unreachable() {
        return reachable ? new KnownInstance(instance, inventory, false) : this;
    }
}
