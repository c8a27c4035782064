/** The sink's HTTP API: deliveries, how they stand, and replaying dead ones. */
package io.tocsin.alertsink.api;
