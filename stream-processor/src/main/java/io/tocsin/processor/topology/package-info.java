/**
 * Wiring of the folds: which topics they read and write, where their state lies. A processor here loads, folds, stores
 * and forwards; what a record means is in {@code core}.
 */
package io.tocsin.processor.topology;
