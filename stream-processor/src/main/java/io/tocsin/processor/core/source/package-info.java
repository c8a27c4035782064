/** The fold of one source: its input, its state, what follows from both, and what can be asked of it. */
package io.tocsin.processor.core.source;
