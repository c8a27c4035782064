/** Runs rules over what was recorded: the same folds, no stores, nothing sent. */
package io.tocsin.processor.backtest;
