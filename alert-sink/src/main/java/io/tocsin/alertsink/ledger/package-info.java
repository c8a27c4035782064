/**
 * The ledger: one compacted topic that says of each delivery how it stands. Written by whoever carries the delivery,
 * followed as a whole by every instance.
 */
package io.tocsin.alertsink.ledger;
