/** The query service: a stateless front over the processors' state stores. Its beans exist in the role {@code query}. */
@Configuration
@Requires(property = "tocsin.roles.query", value = "true")
package io.tocsin.query;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
