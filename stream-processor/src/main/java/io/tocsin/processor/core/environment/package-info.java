/** The fold of an environment: what its sources' signals amount to. */
package io.tocsin.processor.core.environment;
