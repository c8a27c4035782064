/** Secrets that channels need: where they come from, and that nothing shows them. */
package io.tocsin.alertsink.secret;
