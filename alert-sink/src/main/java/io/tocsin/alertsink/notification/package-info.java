/** Notifications as people see them: listed, written by hand, handled in bulk, over the outbox and the ledger. */
package io.tocsin.alertsink.notification;
