/**
 * Kafka and a schema registry within this JVM: for one machine that needs no cluster, and for tests. Both listen on the
 * loopback interface only and keep what they hold on disk.
 */
package io.tocsin.embedded;
