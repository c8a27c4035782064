/** Sends events to a gateway over its public HTTP API and tells what became of them. */
package io.tocsin.standalone.client;
