/** Receivers of Alertmanager's kinds: what is sent to each, and what its answer means. */
package io.tocsin.alertsink.channel.notifier;
