/** Recognises what has been counted before. */
package io.tocsin.processor.core.dedup;
