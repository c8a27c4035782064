package io.tocsin.gateway.http;

/**
 * Whose log lines a request brings.
 *
 * @param service name of the service in the path
 * @param environment environment that the query names, or null
 */
record ServiceScope(String service, String environment) {}
