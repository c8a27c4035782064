/** From the bytes of a record to the inputs of the folds. */
package io.tocsin.processor.topology.decode;
