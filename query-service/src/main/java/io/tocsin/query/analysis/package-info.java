/** Sums over several sources that no processor keeps. */
package io.tocsin.query.analysis;
