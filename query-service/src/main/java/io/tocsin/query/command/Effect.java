package io.tocsin.query.command;

import io.tocsin.query.view.Freshness;
import io.tocsin.schemas.Alert;

/**
 * What a command led to. Immutable.
 *
 * @param alert the alert as it was read last; null when there was none or it could not be read
 * @param freshness how fresh that is; null when it could not be read
 * @param visible whether the effect of the command is in it; otherwise Kafka has the command and the effect is on its way
 */
public record Effect(Alert alert, Freshness freshness, boolean visible) {}
