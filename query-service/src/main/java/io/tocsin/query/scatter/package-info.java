/** Asking the instances: rounds of attempts, deadlines, completeness. */
package io.tocsin.query.scatter;
