/**
 * Alertmanager's rules of who is told what and when, in pure Java: labels, matchers, the routing tree, inhibition,
 * silences, time intervals, the merging of alerts. No Kafka, no Micronaut, no clock; time is passed in.
 */
package io.tocsin.alertsink.routing;
