/** Hands requests that only the owner of the alert engine can answer on to it. */
package io.tocsin.alertsink.api.forward;
