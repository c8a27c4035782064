/** Typed reading of the processors' views. */
package io.tocsin.query.view;
