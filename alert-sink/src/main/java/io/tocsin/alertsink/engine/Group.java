package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Alerts that are told together. Confined to the engine's thread. */
final class Group {

    final Route route;
    final LabelSet labels;
    /** Orders groups whose timers are due at the same moment. */
    final long number;
    /** Fingerprints of the alerts in it. */
    final Set<Long> members = new LinkedHashSet<>();

    /** When it is flushed next. */
    Instant due;
    /** Whether it was flushed before. */
    boolean flushed;
    /** Step of the engine in which it was flushed last; 0 before. */
    long flushedIn;
    /** Since when it has no members. */
    Optional<Instant> emptySince = Optional.empty();

    Group(Route route, LabelSet labels, long number) {
        this.route = route;
        this.labels = labels;
        this.number = number;
    }

    Key key() {
        return new Key(route.id(), labels);
    }

    /** Identity of a group. */
    record Key(String route, LabelSet labels) {}

    GroupState state() {
        return new GroupState(route.id(), labels, number, due, flushed, flushedIn, emptySince);
    }
}
