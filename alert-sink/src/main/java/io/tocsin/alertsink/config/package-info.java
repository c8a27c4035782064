/**
 * The configuration file of Alertmanager: read strictly, checked, and shown again without its secrets. Pure Java; of the
 * outside it needs a YAML parser only.
 */
package io.tocsin.alertsink.config;
