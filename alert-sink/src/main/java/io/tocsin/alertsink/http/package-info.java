/** HTTP as channels speak it: one try in bounded time, to an address that may be reached. */
package io.tocsin.alertsink.http;
