package io.tocsin.query.http;

import io.tocsin.query.QueryParameters;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.ConsistencyToken;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * Knows which positions the source views can be asked for: those of the topics that the source sub-topology reads. A
 * position does not survive the way into the scopes, so answers about environments never promise one. Thread-safe.
 */
@Singleton
final class Positions {

    private final ViewReader reader;
    private final Set<String> topics;

    Positions(ViewReader reader, QueryParameters parameters) {
        Topics topics = parameters.topics();
        this.reader = reader;
        this.topics = Set.of(
                topics.events.shortName(),
                topics.logs.shortName(),
                topics.ticks.shortName(),
                topics.alertCommands.shortName(),
                topics.maintenance.shortName());
    }

    /**
     * Returns the offsets of a token.
     *
     * @throws IllegalArgumentException when no write can have returned it
     */
    Map<String, Long> check(ConsistencyToken token) {
        for (String at : token.offsets().keySet()) {
            int slash = at.lastIndexOf('/');
            if (!topics.contains(at.substring(0, slash))) {
                throw new IllegalArgumentException("'" + at.substring(0, slash) + "' is no topic of writes");
            }
            int partition = Integer.parseInt(at.substring(slash + 1));
            if (partition >= reader.partitions()) {
                throw new IllegalArgumentException(
                        "there is no partition " + partition + ", the last is " + (reader.partitions() - 1));
            }
        }
        return token.offsets();
    }
}
