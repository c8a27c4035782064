/** The alert sink: who is told of which alert, that they are told, and the record of it. */
@Configuration
@Requires(property = "tocsin.roles.sink", value = "true")
package io.tocsin.alertsink;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
