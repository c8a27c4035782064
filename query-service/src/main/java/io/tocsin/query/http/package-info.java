/** The public API: controllers, their parameters and the documents that describe them. */
package io.tocsin.query.http;
