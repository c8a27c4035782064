/**
 * What a channel is configured with: a record for each kind of receiver, its fields named as in Alertmanager's
 * configuration file, and the reader of that file's {@code *_configs}.
 */
package io.tocsin.alertsink.channel.config;
