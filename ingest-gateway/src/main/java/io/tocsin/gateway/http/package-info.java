/** HTTP requests in, answers out: one chain of steps for all protocols, and a controller per family of addresses. */
package io.tocsin.gateway.http;
