package io.tocsin.query.command;

import io.tocsin.query.view.Freshness;
import io.tocsin.schemas.Incident;

/**
 * What a command about an incident led to. Immutable.
 *
 * @param incident the incident as it was read last
 * @param freshness how fresh that is
 * @param visible whether the effect of the command is in it; otherwise Kafka has the command and the effect is on its way
 * @param created the incident that a split made; null when none did, or it does not show yet
 */
public record IncidentEffect(Incident incident, Freshness freshness, boolean visible, Incident created) {}
