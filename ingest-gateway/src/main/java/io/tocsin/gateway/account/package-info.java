/** Keeps account of what came in: counters, a console line and a line of the ingest log per batch. */
package io.tocsin.gateway.account;
