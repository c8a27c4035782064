/** From a transition of an alert to the deliveries that tell of it: routing, the notification log, the decision. */
package io.tocsin.alertsink.dispatch;
