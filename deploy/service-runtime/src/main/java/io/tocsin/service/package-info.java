/** Starts and stops a service: settings, logging, HTTP server, beans of the roles that it plays. */
package io.tocsin.service;
