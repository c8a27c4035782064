/**
 * Watches this machine and this process, and reports through the public HTTP API like any other agent. Nothing that goes
 * wrong here reaches the platform: problems are logged, and what waits to be sent is bounded.
 */
package io.tocsin.standalone.agent;
