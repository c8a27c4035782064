/** The alert sink: who is told of which alert, that they are told, and the record of it. */
package io.tocsin.alertsink;
