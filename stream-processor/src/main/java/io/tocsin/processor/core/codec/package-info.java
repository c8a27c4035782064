/** Primitives of the binary forms in which state is stored. */
package io.tocsin.processor.core.codec;
