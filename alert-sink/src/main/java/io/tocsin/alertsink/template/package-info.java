/**
 * An interpreter for the part of Go's text/template and html/template that notification templates use, with
 * Alertmanager's functions. Written after the documentation of those packages; bounded in output, steps and depth.
 */
package io.tocsin.alertsink.template;
