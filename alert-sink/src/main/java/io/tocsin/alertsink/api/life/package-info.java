/** What Alertmanager does not have, over HTTP: maintenance windows, acknowledgements, explanations, tests. */
package io.tocsin.alertsink.api.life;
