/**
 * Forecasts of single metrics: a bounded history of each series, candidates that are simple on their own, a backtest over
 * that history which weighs them and measures how far they were off, and what follows for limits.
 */
package io.tocsin.processor.core.forecast;
