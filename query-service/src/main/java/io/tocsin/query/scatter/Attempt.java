package io.tocsin.query.scatter;

import io.tocsin.query.routing.Instance;
import java.util.List;

/**
 * One request to one instance. Immutable.
 *
 * @param instance whom to ask
 * @param partitions for which partitions, ascending, not empty
 * @param positioned whether the answer must include the position that the reader asked for
 */
public record Attempt(Instance instance, List<Integer> partitions, boolean positioned) {

    public Attempt {
        partitions = List.copyOf(partitions);
    }
}
