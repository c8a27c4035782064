/** Asks processors what is not in their stores: rules, and what rules would have said. */
package io.tocsin.query.desk;
