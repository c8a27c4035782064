/** What can be asked of a source: immutable records, maps sorted by name, NaN for a number that does not exist. */
package io.tocsin.processor.core.view;
