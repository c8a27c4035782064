/**
 * Ways to reach a receiver. A channel tries once and says how it went; order, retries, limits and the record of it all
 * are not its business.
 */
package io.tocsin.alertsink.channel;
