/** The gateway: HTTP in, validated and acknowledged records on Kafka out. */
@Configuration
@Requires(property = "tocsin.roles.gateway", value = "true")
package io.tocsin.gateway;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
