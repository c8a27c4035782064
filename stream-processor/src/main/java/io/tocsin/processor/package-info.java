/**
 * The stream processor: folds records into the state of sources and environments, and answers questions about them.
 */
@Configuration
@Requires(property = "tocsin.roles.processor", value = "true")
package io.tocsin.processor;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
