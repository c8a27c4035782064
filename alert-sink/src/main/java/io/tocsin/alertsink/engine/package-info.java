/**
 * What becomes of alerts: a state machine that takes alerts, silences and configurations in their order, and time, and
 * says what to keep and whom to tell. Pure Java; time is passed in.
 */
package io.tocsin.alertsink.engine;
