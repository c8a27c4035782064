/** Statistics that can be merged: moments, trends, sketches, buckets of them, and the rings that hold the buckets. */
package io.tocsin.processor.core.stats;
