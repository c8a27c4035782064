/** What goes wrong at several sources together: signals of each source, and the failure patterns that they make. */
package io.tocsin.processor.core.pattern;
