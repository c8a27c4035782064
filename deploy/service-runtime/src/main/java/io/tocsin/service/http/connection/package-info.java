/**
 * Guards every connection: what a request head may look like, how long anything may take, how a connection ends.
 *
 * <p>Internal to the service runtime; controllers do not need it.
 */
package io.tocsin.service.http.connection;
