package io.tocsin.alertsink.engine;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What the platform says of a change of an alert of its own. The platform says when such an alert is over, so it never ends
 * because nobody speaks of it. Immutable.
 *
 * @param asOf moment of the change, by the platform's time
 * @param episode number of the alert's occurrence, from 1
 * @param step number of the change in the episode, from 1
 * @param content the alert as the platform knows it, which is told on as it is; not looked at, not to be changed
 * @param damping how loudly it is to be told
 * @param incident id of the incident that the occurrence belongs to, as far as one is known
 */
public record Origin(
        Instant asOf, long episode, long step, ByteBuffer content, Damping damping, Optional<String> incident) {}
