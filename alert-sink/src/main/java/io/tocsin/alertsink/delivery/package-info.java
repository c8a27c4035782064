/** Carrying deliveries to their channels: order within a key, retries, bounds, and what is committed when. */
package io.tocsin.alertsink.delivery;
