/**
 * Everything in one process: an embedded broker and registry, every service, and an agent that watches this machine; and
 * the command line over all of it.
 */
@Configuration
@Requires(property = "tocsin.roles.standalone", value = "true")
package io.tocsin.standalone;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
