/** What is unusual for a source. */
package io.tocsin.processor.core.anomaly;
