package io.tocsin.standalone.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One event of a file.
 *
 * @param line number of its line, from 1
 * @param event the event in the JSON form of {@code POST /api/v1/events}, with its id
 * @param at its time, which paces the replay
 */
record ReplayItem(long line, ObjectNode event, Optional<Instant> at) {

    ReplayItem {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(at, "at");
    }
}
