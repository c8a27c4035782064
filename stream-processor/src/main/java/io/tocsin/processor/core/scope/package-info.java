/** The second fold: what the sources of an environment, or of a whole tenant, amount to. */
package io.tocsin.processor.core.scope;
