/** The API of Alertmanager, version 2, with its own shapes of answers and errors. */
package io.tocsin.alertsink.api.alertmanager;
