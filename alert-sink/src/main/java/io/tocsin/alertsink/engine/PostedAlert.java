package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.routing.LabelSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as somebody posted it. Immutable.
 *
 * @param labels its identity, none of them empty
 * @param annotations texts that are not identity
 * @param startsAt when it began, if the sender says so
 * @param endsAt when it ends, if the sender says so
 * @param generatorUrl where it comes from; may be empty
 * @param origin what the platform says of an alert of its own; absent when somebody else posted it
 */
public record PostedAlert(
        LabelSet labels,
        Map<String, String> annotations,
        Optional<Instant> startsAt,
        Optional<Instant> endsAt,
        String generatorUrl,
        Optional<Origin> origin) {}
