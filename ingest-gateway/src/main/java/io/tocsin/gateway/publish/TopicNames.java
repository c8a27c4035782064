package io.tocsin.gateway.publish;

import io.tocsin.gateway.decode.OutgoingRecord.Stream;
import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;

/** The topics that the gateway writes. Immutable. */
final class TopicNames {

    private final TopicSpec events;
    private final TopicSpec logs;

    TopicNames(Topics topics) {
        events = topics.events;
        logs = topics.logs;
    }

    /** Returns the full name of the topic of a stream. */
    String of(Stream stream) {
        return spec(stream).name();
    }

    /** Returns the short name of one of the two topics by its full name. */
    String shortName(String name) {
        return name.equals(events.name()) ? events.shortName() : logs.shortName();
    }

    private TopicSpec spec(Stream stream) {
        return switch (stream) {
            case EVENTS -> events;
            case LOGS -> logs;
        };
    }
}
