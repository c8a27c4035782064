/** From conditions to a score, a band and a decision. */
package io.tocsin.processor.core.severity;
