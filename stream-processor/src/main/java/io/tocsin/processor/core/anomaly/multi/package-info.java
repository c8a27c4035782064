/**
 * What is unusual about the metrics of one source taken together. Every metric is standardised against its own past in
 * several ways; detectors turn the deviations of a row into one number each; every number is measured against its own usual
 * size, and what remains is averaged, smoothed and compared with a threshold. Strictly causal, deterministic, bounded.
 */
package io.tocsin.processor.core.anomaly.multi;
