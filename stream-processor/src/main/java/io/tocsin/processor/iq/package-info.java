/** The private endpoint over this instance's stores: inventory and query, for query services only. */
package io.tocsin.processor.iq;
