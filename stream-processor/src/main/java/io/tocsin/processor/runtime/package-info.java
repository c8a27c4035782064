/** Where Streams is configured, started, watched and closed. */
package io.tocsin.processor.runtime;
